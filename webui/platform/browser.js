// The JavaScript of the dashboard beside boot.js and the mirror: the browser's events go in, requests, the clipboard and frames come
// out. An Emscripten library; what `browser.hpp` declares is below.
mergeInto(LibraryManager.library, {
  $Browser__deps: ['malloc', 'free', '$Mirror'],
  $Browser: {
    canvas: null,
    field: null, // the hidden field that has the keyboard's focus
    touchScreen: false,

    // ---- frames ----
    request: 0,
    pending: 0,
    timer: 0,
    settling: [],
    frames: 0,
    files: 0, // on their way

    wake: function (frames) {
      if (Browser.pending < frames) Browser.pending = frames;
      if (!Browser.request && !document.hidden) Browser.request = requestAnimationFrame(Browser.tick);
    },
    tick: function () {
      Browser.request = 0;
      if (Browser.pending > 0) Browser.pending--;
      Browser.frame();
      if (Browser.pending > 0) Browser.request = requestAnimationFrame(Browser.tick);
    },
    frame: function () {
      var scale = window.devicePixelRatio || 1;
      var canvas = Browser.canvas;
      var width = canvas.clientWidth, height = canvas.clientHeight;
      var pixelWidth = Math.round(width * scale), pixelHeight = Math.round(height * scale);
      if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
        canvas.width = pixelWidth;
        canvas.height = pixelHeight;
      }
      Browser.frames++;
      Mirror.soon();
      var next = _frame_draw(performance.now() / 1000, width, height, pixelWidth, pixelHeight);
      if (next > 0 && Browser.pending < next) Browser.pending = next;
      clearTimeout(Browser.timer);
      if (next < 0) Browser.timer = setTimeout(function () { Browser.wake(1); }, -next);
    },
    // After input: some frames now, others when hovering counts as resting.
    input: function () {
      Browser.wake(3);
      Browser.settling.forEach(clearTimeout);
      Browser.settling = [180, 520].map(function (wait) { return setTimeout(function () { Browser.wake(2); }, wait); });
    },

    // ---- texts ----
    allocated: function (text) {
      var size = lengthBytesUTF8(text) + 1;
      var at = _malloc(size);
      stringToUTF8(text, at, size);
      return at;
    },
    withText: function (text, use) {
      var at = Browser.allocated(text);
      try { return use(at); } finally { _free(at); }
    },
    withBytes: function (bytes, use) {
      var at = _malloc(bytes.length + 1);
      HEAPU8.set(bytes, at);
      HEAPU8[at + bytes.length] = 0;
      return use(at, bytes.length);
    },

    // ---- keyboard and clipboard ----
    composing: false,
    clipboard: '',
    captured: null, // what ImGui copies while a copy event is handled
    modifiers: function (event) {
      _input_modifiers(event.ctrlKey ? 1 : 0, event.shiftKey ? 1 : 0, event.altKey ? 1 : 0, event.metaKey ? 1 : 0);
    },
    key: function (code, down) { Browser.withText(code, function (at) { _input_key(at, down); }); },
    // A shortcut, worked off before this returns, since the clipboard may only be touched within the event.
    shortcut: function (code) {
      _input_modifiers(1, 0, 0, 0); Browser.key(code, 1); Browser.frame();
      Browser.key(code, 0); Browser.frame();
      _input_modifiers(0, 0, 0, 0); Browser.frame();
      Browser.wake(2);
    },
    takeTyped: function () {
      var field = Browser.field;
      if (!field.value) return;
      Browser.withText(field.value, function (at) { _input_text(at); });
      field.value = '';
      Browser.input();
    },
    listenToKeyboard: function () {
      var field = Browser.field;
      field.addEventListener('keydown', function (event) {
        if (event.isComposing || event.keyCode === 229) return;
        Browser.modifiers(event);
        var command = event.ctrlKey || event.metaKey;
        if (command && !event.altKey) {
          if (event.code === 'KeyV') return; // a paste event follows
          if (event.code === 'KeyC' || event.code === 'KeyX') { field.value = ' '; field.select(); return; } // so does copy or cut
          if (/^(KeyR|KeyT|KeyW|KeyL|KeyN|Equal|Minus|Digit0)$/.test(event.code)) return; // the browser's own
        }
        if (/^F\d+$/.test(event.code)) return;
        Browser.key(event.code, 1);
        Browser.input();
        if (command || event.key.length !== 1) event.preventDefault(); // what can be printed comes as input
      });
      field.addEventListener('keyup', function (event) { Browser.modifiers(event); Browser.key(event.code, 0); Browser.input(); });
      field.addEventListener('input', function () { if (!Browser.composing) Browser.takeTyped(); });
      field.addEventListener('beforeinput', function (event) { // a phone's backspace has no key
        if (event.inputType !== 'deleteContentBackward' || Browser.composing) return;
        Browser.key('Backspace', 1); Browser.frame(); Browser.key('Backspace', 0);
        Browser.input();
        event.preventDefault();
      });
      field.addEventListener('compositionstart', function () { Browser.composing = true; field.value = ''; field.classList.add('composing'); });
      field.addEventListener('compositionupdate', function (event) { field.style.width = (event.data.length + 1) + 'em'; });
      field.addEventListener('compositionend', function () {
        Browser.composing = false;
        field.classList.remove('composing');
        setTimeout(Browser.takeTyped, 0); // its input event comes before or after
      });
      field.addEventListener('paste', function (event) {
        event.preventDefault();
        Browser.clipboard = event.clipboardData.getData('text/plain');
        Browser.shortcut('KeyV');
      });
      var copyBy = function (code) {
        return function (event) {
          Browser.captured = '';
          Browser.shortcut(code);
          if (Browser.captured) event.clipboardData.setData('text/plain', Browser.captured);
          event.preventDefault();
          Browser.captured = null;
          field.value = '';
        };
      };
      field.addEventListener('copy', copyBy('KeyC'));
      field.addEventListener('cut', copyBy('KeyX'));
    },

    // ---- pointer ----
    touch: null,
    place: function (event) {
      var box = Browser.canvas.getBoundingClientRect();
      _input_pointer(event.clientX - box.left, event.clientY - box.top, event.pointerType === 'touch' ? 1 : 0);
    },
    away: function (touch) { _input_pointer(-1e6, -1e6, touch); },
    buttonOf: function (event) { return event.button === 2 ? 1 : event.button === 1 ? 2 : 0; },
    listenToPointer: function () {
      var canvas = Browser.canvas, field = Browser.field;
      canvas.addEventListener('pointermove', function (event) {
        if (event.pointerType === 'touch') return Browser.swipe(event);
        Browser.modifiers(event);
        Browser.place(event);
        Browser.input();
      });
      canvas.addEventListener('pointerdown', function (event) {
        event.preventDefault();
        canvas.setPointerCapture(event.pointerId);
        Browser.modifiers(event);
        Browser.place(event);
        if (event.pointerType === 'touch') { // it is a press when it ends where it began, else a swipe
          Browser.touch = { id: event.pointerId, x: event.clientX, y: event.clientY, swiped: false };
          Browser.frame();
        } else {
          _input_button(Browser.buttonOf(event), 1);
          if (!Browser.touchScreen) field.focus({ preventScroll: true });
        }
        Browser.input();
      });
      canvas.addEventListener('pointerup', function (event) {
        if (event.pointerType === 'touch') {
          var touch = Browser.touch;
          Browser.touch = null;
          if (touch && !touch.swiped) { _input_button(0, 1); Browser.frame(); _input_button(0, 0); Browser.frame(); Browser.frame(); }
        } else {
          Browser.place(event);
          _input_button(Browser.buttonOf(event), 0);
          Browser.frame(); Browser.frame();
        }
        if (Browser.touchScreen) { // the phone's keyboard only comes within the gesture
          if (_input_wants_text()) field.focus({ preventScroll: true }); else field.blur();
        }
        if (event.pointerType === 'touch') Browser.away(1);
        Browser.input();
      });
      canvas.addEventListener('pointercancel', function () { Browser.touch = null; });
      canvas.addEventListener('pointerleave', function () { Browser.away(0); Browser.input(); });
      canvas.addEventListener('contextmenu', function (event) { event.preventDefault(); });
      canvas.addEventListener('wheel', function (event) {
        if (event.ctrlKey) return; // the browser zooms
        event.preventDefault();
        var unit = event.deltaMode === 1 ? 1 / 3 : event.deltaMode === 2 ? 5 : 1 / 100;
        _input_wheel(-event.deltaX * unit, -event.deltaY * unit);
        Browser.input();
      }, { passive: false });
    },
    swipe: function (event) {
      var touch = Browser.touch;
      if (!touch || touch.id !== event.pointerId) return;
      var x = event.clientX - touch.x, y = event.clientY - touch.y;
      if (!touch.swiped && Math.abs(x) + Math.abs(y) < 10) return;
      touch.swiped = true;
      touch.x = event.clientX;
      touch.y = event.clientY;
      _input_wheel(x / 75, y / 75); // ImGui scrolls five lines of 15 pixels a unit
      Browser.wake(2);
    },

    // ---- requests ----
    calls: {},
    headers: function (bearer, hasBody) {
      var headers = { Accept: 'application/json, text/event-stream' };
      if (bearer) headers.Authorization = 'Bearer ' + bearer;
      else headers['X-CSRF-Token'] = window.geminid.csrf;
      if (hasBody) headers['Content-Type'] = 'application/json';
      return headers;
    },
    part: function (call, status, bytes, requestId, more) {
      Browser.withText(requestId, function (id) {
        Browser.withBytes(bytes, function (at, size) { _browser_part(call, status, at, size, id, more); _free(at); });
      });
    },
    send: function (call, path, options, streamed) {
      var abort = new AbortController();
      Browser.calls[call] = abort;
      options.signal = abort.signal;
      // A whole answer that does not come is a failure; a stream may be silent for long.
      var timer = streamed ? 0 : setTimeout(function () { abort.abort(); }, 60000);
      var failed = function (error) {
        var words = new TextEncoder().encode(String(error));
        if (streamed) Browser.part(call, 0, words, '', 0);
        else Browser.withBytes(words, function (at, size) { _browser_reply(call, 0, at, size); });
      };
      fetch(path, options).then(function (response) {
        if (!streamed)
          return response.arrayBuffer().then(function (body) {
            Browser.withBytes(new Uint8Array(body), function (at, size) { _browser_reply(call, response.status, at, size); });
          });
        var reader = response.body.getReader();
        var requestId = response.headers.get('x-request-id') || '';
        var pump = function () {
          return reader.read().then(function (part) {
            Browser.part(call, response.status, part.value || new Uint8Array(0), requestId, part.done ? 0 : 1);
            Browser.wake(1);
            return part.done ? undefined : pump();
          });
        };
        return pump();
      }).catch(failed).then(function () {
        clearTimeout(timer);
        delete Browser.calls[call];
        Browser.wake(3);
      });
    },

    // ---- live events ----
    source: null,
    eventsPath: '',
    retry: 0,
    types: ['pulse', 'key', 'warning', 'circuit', 'hint', 'check', 'changed', 'lost', 'end'],
    listenToEvents: function () {
      Browser.stopEvents();
      if (document.hidden || !Browser.eventsPath || !window.geminid.csrf) return;
      var source = Browser.source = new EventSource(Browser.eventsPath);
      source.onopen = function () { _browser_events_connected(1); Browser.wake(2); };
      source.onerror = function () {
        _browser_events_connected(0);
        Browser.wake(2);
        // A refusal ends it for good; it is tried again all the same.
        if (source.readyState === EventSource.CLOSED) Browser.retry = setTimeout(Browser.probe, 3000);
      };
      Browser.types.forEach(function (type) {
        source.addEventListener(type, function (event) {
          var news = Browser.withText(type, function (name) { return Browser.withText(event.data, function (data) { return _browser_event(name, data); }); });
          if (news) Browser.wake(1);
        });
      });
    },
    stopEvents: function () {
      clearTimeout(Browser.retry);
      if (Browser.source) Browser.source.close();
      Browser.source = null;
    },
    // An EventSource does not say why it was refused: the session may have ended.
    probe: function () {
      var session = window.geminid.csrf;
      fetch('/admin/api/session', { credentials: 'same-origin' }).then(function (response) {
        // Whoever logged in meanwhile has another session than the one that was asked for.
        if (response.status === 401 && window.geminid.csrf === session) { window.geminid.login(); return; }
        Browser.listenToEvents();
      }).catch(function () { Browser.retry = setTimeout(Browser.probe, 3000); });
    },

    listenToWindow: function () {
      window.addEventListener('blur', function () { _input_focus(0); Browser.input(); });
      window.addEventListener('focus', function () { _input_focus(1); Browser.input(); });
      window.addEventListener('hashchange', function () { _browser_located(); Browser.wake(3); });
      window.addEventListener('pagehide', function () { _browser_leaving(); });
      document.addEventListener('visibilitychange', function () {
        if (document.hidden) { Browser.stopEvents(); _browser_events_connected(0); }
        else { Browser.listenToEvents(); Browser.wake(3); }
      });
      new ResizeObserver(function () { Browser.wake(2); }).observe(Browser.canvas);
      var watchScale = function () {
        matchMedia('(resolution: ' + devicePixelRatio + 'dppx)').addEventListener('change', function () { Browser.wake(2); watchScale(); }, { once: true });
      };
      watchScale();
      Browser.canvas.addEventListener('webglcontextlost', function (event) { event.preventDefault(); location.reload(); });
    },
    start: function () {
      Browser.canvas = document.getElementById('canvas');
      Browser.field = document.getElementById('keyboard');
      Mirror.start(document.getElementById('mirror'), Browser.field, function () { Browser.wake(4); });
      Browser.touchScreen = matchMedia('(pointer: coarse)').matches;
      Browser.listenToPointer();
      Browser.listenToKeyboard();
      Browser.listenToWindow();
      Browser.listenToEvents();
      if (!Browser.touchScreen) Browser.field.focus({ preventScroll: true });
      window.geminid.onLogin = function () {
        _browser_logged_in();
        Browser.listenToEvents();
        Browser.wake(3);
      };
      // For tests.
      window.geminid.ui = {
        items: Mirror.items,
        frames: function () { return Browser.frames; },
        activate: Mirror.activate,
        settled: function () {
          return new Promise(function (done) {
            (function look() { if (!Browser.request && !Browser.files) done(); else requestAnimationFrame(look); })();
          });
        }
      };
      Browser.wake(3);
    }
  },

  browser_start__deps: ['$Browser'],
  browser_start: function () { Browser.start(); },
  browser_wake__deps: ['$Browser'],
  browser_wake: function (frames) { Browser.wake(frames); },
  browser_cursor__deps: ['$Browser'],
  browser_cursor: function (name) { Browser.canvas.style.cursor = UTF8ToString(name); },
  browser_text_input__deps: ['$Browser'],
  browser_text_input: function (wanted, x, y, height) {
    var style = Browser.field.style;
    style.left = x + 'px';
    style.top = y + 'px';
    style.fontSize = Math.round(height * 0.8) + 'px';
    style.lineHeight = style.height = height + 'px';
    Browser.field.setAttribute('inputmode', wanted ? 'text' : 'none');
  },
  browser_clipboard__deps: ['$Browser'],
  browser_clipboard: function () { return Browser.allocated(Browser.clipboard); },
  browser_copy__deps: ['$Browser'],
  browser_copy: function (text) {
    text = UTF8ToString(text);
    Browser.clipboard = text;
    if (Browser.captured !== null) { Browser.captured = text; return; }
    if (navigator.clipboard && isSecureContext) { navigator.clipboard.writeText(text).catch(function () {}); return; }
    // Over plain http there is only the old way.
    var field = document.createElement('textarea');
    field.value = text;
    field.className = 'copying';
    document.body.appendChild(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    Browser.field.focus({ preventScroll: true });
  },
  browser_download__deps: ['$Browser'],
  browser_download: function (name, data, size) {
    var address = URL.createObjectURL(new Blob([HEAPU8.slice(data, data + size)], { type: 'application/octet-stream' }));
    var anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = UTF8ToString(name);
    document.body.appendChild(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
  },
  browser_send__deps: ['$Browser'],
  browser_send: function (call, method, path, body, size, bearer, streamed) {
    var options = { method: UTF8ToString(method), credentials: 'same-origin', keepalive: size < 60000 && !streamed,
                    headers: Browser.headers(UTF8ToString(bearer), size > 0) };
    if (size > 0) options.body = HEAPU8.slice(body, body + size);
    Browser.send(call, UTF8ToString(path), options, streamed);
  },
  browser_cancel__deps: ['$Browser'],
  browser_cancel: function (call) { if (Browser.calls[call]) Browser.calls[call].abort(); },
  // When it began to be of use, for the browser's own tools and for tools/measure_dashboard.sh.
  browser_drawn: function () { performance.mark('geminid.drawn'); },
  browser_font__deps: ['$Browser'],
  browser_font: function (slot, name) {
    Browser.files++;
    fetch(window.geminid.file(UTF8ToString(name))).then(function (response) {
      if (!response.ok) throw new Error('status ' + response.status);
      return response.arrayBuffer();
    }).then(function (body) {
      Browser.withBytes(new Uint8Array(body), function (at, size) { _browser_font_loaded(slot, at, size); });
    }).catch(function (error) { console.error('font', error); }).then(function () {
      Browser.files--;
      Browser.wake(3);
    });
  },
  browser_fetch_later_part__deps: ['$Browser'],
  browser_fetch_later_part: function () {
    Browser.files++;
    window.geminid.fetchLaterPart().then(function () { _browser_later_part_arrived(); }, function (error) {
      console.warn('later part', error);
      _browser_later_part_failed();
    }).then(function () {
      Browser.files--;
      Browser.wake(3);
    });
  },
  browser_reload: function () { location.reload(); },
  browser_events__deps: ['$Browser'],
  browser_events: function (path) { Browser.eventsPath = UTF8ToString(path); },
  browser_use_csrf_token: function (token) { window.geminid.csrf = UTF8ToString(token); },
  browser_login__deps: ['$Browser'],
  browser_login: function () { Browser.stopEvents(); window.geminid.login(); },
  browser_preference__deps: ['$Browser'],
  browser_preference: function (name) { return Browser.allocated(window.geminid.preference(UTF8ToString(name))); },
  browser_set_preference: function (name, value) { window.geminid.setPreference(UTF8ToString(name), UTF8ToString(value)); },
  browser_set_location: function (location) { history.pushState(null, '', '#' + UTF8ToString(location)); },
  browser_location__deps: ['$Browser'],
  browser_location: function () { return Browser.allocated(window.location.hash.slice(1)); },
  browser_origin__deps: ['$Browser'],
  browser_origin: function () { return Browser.allocated(window.location.origin); },
  browser_now_ms: function () { return Date.now(); },
  browser_utc_offset_minutes: function () { return -new Date().getTimezoneOffset(); },
});
