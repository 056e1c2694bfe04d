// The hidden mirror of what is drawn, for screen readers and tests: elements in the page with the roles, names, values and
// places of what is on the canvas. An Emscripten library beside browser.js, which says when something was drawn.
mergeInto(LibraryManager.library, {
  $Mirror: {
    root: null,
    field: null, // has the keyboard's focus, and says which element would have it
    activated: null, // called after a press
    timer: 0,
    start: function (root, field, activated) {
      Mirror.root = root;
      Mirror.field = field;
      Mirror.activated = activated;
    },
    // Frames come faster than anybody reads.
    soon: function () {
      if (!Mirror.timer) Mirror.timer = setTimeout(Mirror.update, 60);
    },
    elements: {},
    tags: { textbox: 'input', button: 'button', checkbox: 'button', 'switch': 'button', radio: 'button', link: 'button',
            combobox: 'button', option: 'button' },
    makeElement: function (item) {
      var element = document.createElement(item.role === 'heading' ? 'h' + (item.level || 2) : Mirror.tags[item.role] || 'span');
      element.tabIndex = -1;
      element.id = 'm' + (item.id || ++Mirror.textNumber);
      // A list that opens is a button with a list; its parts stand beside it, not in it.
      var role = { combobox: 'button', option: 'button', radio: 'button', heading: '', text: '', textbox: '', button: '' }[item.role];
      if (role === undefined) role = item.role;
      if (role) element.setAttribute('role', role);
      if (item.role === 'combobox') element.setAttribute('aria-haspopup', 'listbox');
      if (element.tagName === 'BUTTON') element.addEventListener('click', function () { Mirror.activate(item.id); });
      if (element.tagName === 'INPUT') element.addEventListener('focus', function () { Mirror.activate(item.id); Mirror.field.focus({ preventScroll: true }); });
      Mirror.root.appendChild(element);
      return element;
    },
    textNumber: 0,
    set: function (element, name, value) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    },
    updateElement: function (element, item) {
      if (element.tagName === 'SPAN' || /^H\d$/.test(element.tagName)) {
        if (item.role === 'img' || item.role === 'slider') Mirror.set(element, 'aria-label', item.label);
        else if (element.textContent !== item.label) element.textContent = item.label;
      } else {
        var name = item.role === 'combobox' && item.value ? item.label + ': ' + item.value : item.label;
        Mirror.set(element, 'aria-label', name);
      }
      if (element.tagName === 'INPUT') { if (element.value !== (item.value || '')) element.value = item.value || ''; element.readOnly = true; }
      if (item.role === 'slider') {
        Mirror.set(element, 'aria-valuetext', item.value || '');
        Mirror.set(element, 'aria-valuenow', String(parseFloat((item.value || '').replace(/[^\d.-]/g, '')) || 0));
      }
      if ('disabled' in element && element.disabled !== !!item.disabled) element.disabled = !!item.disabled;
      if (item.role === 'checkbox' || item.role === 'switch') Mirror.set(element, 'aria-checked', item.checked ? 'true' : 'false');
      if (item.role === 'option' || item.role === 'radio') Mirror.set(element, 'aria-pressed', item.checked ? 'true' : 'false');
      if (item.role === 'link') { if (item.checked) Mirror.set(element, 'aria-current', 'page'); else element.removeAttribute('aria-current'); }
      var style = element.style, rect = item.rect;
      style.left = rect[0] + 'px';
      style.top = rect[1] + 'px';
      style.width = rect[2] + 'px';
      style.height = rect[3] + 'px';
      if (item.focused) Mirror.set(Mirror.field, 'aria-activedescendant', element.id);
    },
    said: '',
    update: function () {
      Mirror.timer = 0;
      var text = UTF8ToString(_mirror_items());
      if (text === Mirror.said) return;
      Mirror.said = text;
      var seen = {}, counts = {}, before = null, focused = false;
      JSON.parse(text).forEach(function (item) {
        var key = item.id ? item.role + item.id : item.role + item.label;
        counts[key] = (counts[key] || 0) + 1;
        key += '#' + counts[key];
        var element = Mirror.elements[key] || (Mirror.elements[key] = Mirror.makeElement(item));
        seen[key] = true;
        focused = focused || item.focused;
        Mirror.updateElement(element, item);
        // Read in the order of drawing.
        var next = before ? before.nextSibling : Mirror.root.firstChild;
        if (next !== element) Mirror.root.insertBefore(element, next);
        before = element;
      });
      Object.keys(Mirror.elements).forEach(function (key) {
        if (!seen[key]) { Mirror.elements[key].remove(); delete Mirror.elements[key]; }
      });
      if (!focused) Mirror.field.removeAttribute('aria-activedescendant');
    },
    items: function () { return JSON.parse(UTF8ToString(_mirror_items())); },
    activate: function (id) { _mirror_activate(id); Mirror.activated(); }
  },
});
