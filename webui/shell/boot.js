// Before the dashboard: who is there? A session starts it, else the login form. Also what the dashboard keeps in this
// browser, which is never a secret, and how its program comes: in two files, the later of which has what the overview does
// without (tools/split_wasm.py).
(function () {
  'use strict';
  var form = document.getElementById('login');
  var starting = document.getElementById('starting');
  var files = window.geminidFiles || {}; // names with their hashes, from the build
  var words = {
    en: { password: 'Admin password', login: 'Log in', starting: 'Loading…', stuck: 'It could not be loaded, trying again…', other: '中文', wrong: 'The password is wrong.',
          wait: 'Too many attempts: wait a moment.', away: 'The server does not answer: try again.', failed: 'It did not work (status %).' },
    zh: { password: '管理员密码', login: '登录', starting: '加载中…', stuck: '加载失败，正在重试…', other: 'English', wrong: '密码错误。',
          wait: '尝试次数过多，请稍候。', away: '服务器没有响应，请重试。', failed: '登录失败（状态码 %）。' }
  };

  function preference(name) {
    try { return localStorage.getItem('geminid.' + name) || ''; } catch (error) { return ''; }
  }
  function setPreference(name, value) {
    try { localStorage.setItem('geminid.' + name, value); } catch (error) { /* a browser that keeps nothing */ }
    apply();
  }
  function language() { return preference('language') === 'zh' ? 'zh' : 'en'; }
  function apply() {
    var own = words[language()];
    document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.classList.toggle('light', preference('theme') === 'light');
    document.querySelectorAll('[data-text]').forEach(function (element) { element.textContent = own[element.dataset.text]; });
    document.getElementById('language').textContent = own.other;
  }
  function say(text) { form.querySelector('p').textContent = text; }

  var started = false;
  function begin(session) {
    window.geminid.csrf = session.csrf_token;
    form.hidden = true;
    say('');
    if (started) {
      window.geminid.onLogin();
      return;
    }
    started = true;
    starting.hidden = false;
    load();
  }
  function file(name) { return files[name] || name; }

  // ---- the program ----
  var program; // its first file, compiled: a promise
  var instance, imports; // of that file
  function load() {
    program = untilItWorks(function () { return WebAssembly.compileStreaming(fetched('dash.wasm')); });
    untilItWorks(function () {
      return new Promise(function (done, failed) {
        var script = document.createElement('script');
        script.src = file('dash.js');
        script.onload = done;
        script.onerror = failed;
        document.body.appendChild(script);
      });
    });
  }
  function untilItWorks(attempt) {
    return attempt().catch(function () {
      starting.dataset.text = 'stuck';
      apply();
      return new Promise(function (done) { setTimeout(done, 3000); }).then(function () { return untilItWorks(attempt); });
    });
  }
  function fetched(name, signal) {
    return fetch(file(name), { signal: signal }).then(function (response) {
      if (!response.ok) throw new Error(name + ': status ' + response.status);
      return response;
    });
  }
  // What the first file lacks it imports from a module of its own, by numbers. Nothing calls it before the later file has
  // put itself in its place.
  function missing(module) {
    return new Proxy({}, { get: function (_, name) {
      return function () { throw new Error('the later part of the program is not there: ' + module + ' ' + String(name)); };
    } });
  }
  window.Module = { instantiateWasm: function (own, receive) {
    imports = own;
    var all = new Proxy(own, { get: function (_, module) { return own[module] || missing(module); } });
    program.then(function (compiled) {
      return WebAssembly.instantiate(compiled, all).then(function (made) {
        instance = made;
        starting.hidden = true;
        receive(made, compiled);
      });
    });
    return {};
  } };
  function fetchLaterPart() {
    if (!files['dash-later.wasm']) return Promise.resolve(); // a draft is whole
    var abort = new AbortController();
    var timer = setTimeout(function () { abort.abort(); }, 60000);
    var modules = Object.assign({}, imports, { primary: instance.exports });
    return WebAssembly.instantiateStreaming(fetched('dash-later.wasm', abort.signal), modules)
      .finally(function () { clearTimeout(timer); });
  }

  function login() {
    window.geminid.csrf = '';
    form.hidden = false;
    form.password.focus();
  }

  window.geminid = { csrf: '', file: file, fetchLaterPart: fetchLaterPart, login: login, preference: preference, setPreference: setPreference, onLogin: function () {} };
  if (!preference('language'))
    setPreference('language', /^zh/i.test(navigator.language || '') ? 'zh' : 'en');
  if (!preference('theme') && matchMedia('(prefers-color-scheme: light)').matches)
    setPreference('theme', 'light');
  apply();

  document.getElementById('language').addEventListener('click', function () { setPreference('language', language() === 'zh' ? 'en' : 'zh'); });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var button = form.querySelector('button');
    var own = words[language()];
    button.disabled = true;
    fetch('/admin/api/login', {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ password: form.password.value })
    }).then(function (response) {
      if (response.ok) return response.json().then(function (session) { form.password.value = ''; begin(session); });
      say(response.status === 401 ? own.wrong : response.status === 429 ? own.wait : own.failed.replace('%', response.status));
    }).catch(function () { say(own.away); }).then(function () { button.disabled = false; });
  });

  function look() {
    fetch('/admin/api/session', { credentials: 'same-origin' }).then(function (response) {
      if (response.ok) return response.json().then(begin);
      login();
      var hint = document.createElement('link'); // while the password is being typed
      hint.rel = 'prefetch';
      hint.href = file('dash.wasm');
      document.head.appendChild(hint);
    }).catch(function () { setTimeout(look, 3000); });
  }
  look();
})();
