/* Put into pages by `planpress serve`, and only there: hears of new states, puts the new page in the place of the
 * old one without losing one's place, and shows what the checker found. Words of plans only ever become text. */
(function () {
  'use strict';
  var d = document, root = d.documentElement, me = d.currentScript, token = me.dataset.token;
  var mine = JSON.parse(me.dataset.state), newest = mine, busy = false, gone = false, lost = false, state = null;

  function ask(name, more) { return '/.planpress/' + name + '?token=' + token + (more || ''); }
  function all(selector, node) { return [...(node || d).querySelectorAll(selector)]; }
  function stored(key, value) {
    try {
      if (value === undefined) return sessionStorage.getItem(key);
      sessionStorage.setItem(key, value);
    } catch (e) { /* the browser may refuse */ }
    return null;
  }

  // ---- one's place on the page, as plain data that also outlives a reload

  // What an element is called, for finding it again on the new page.
  function name(e) {
    if (e.id) return '#' + e.id;
    var row = e.closest('tr'), link = row && row.querySelector('a[href]'), summary = e.querySelector(':scope > summary');
    var table = e.closest('table'), own = e.matches('details,select') ? '' : e.textContent.slice(0, 80);
    if (e.localName === 'th') return ['th', table && table.id, e.cellIndex, own].join('|').replace(/\d{3,}/g, '');
    return [e.localName, e.name, e.dataset.filter, e.dataset.key, e.dataset.col, e.getAttribute('href'), table && table.id,
      link && link.getAttribute('href'), summary ? summary.textContent : row ? '' : own].join('|').replace(/\d+/g, '');
  }
  function named(selector) {
    var seen = {};
    return all(selector).filter(e => !e.closest('dialog')).map(e => {
      var n = name(e);
      seen[n] = (seen[n] || 0) + 1;
      return [n + '|' + seen[n], e];
    });
  }
  var fields = 'input,select,textarea', toggles = 'button[aria-expanded]', sorts = 'th[aria-sort]';
  var boxes = 'main,nav,aside,section,div,pre,ul,ol', focusable = 'a,button,summary,' + fields + ',[tabindex]';
  function value(f) { return f.type === 'checkbox' || f.type === 'radio' ? f.checked : f.value; }
  function sticks(e) {
    for (; e && e !== d.body; e = e.parentElement) if (/fixed|sticky/.test(getComputedStyle(e).position)) return true;
    return false;
  }
  function capture() {
    var active = d.activeElement, inside = active && active !== d.body && !active.closest('dialog');
    var focus = inside && named(focusable).find(x => x[1] === active);
    // The element nearest to the top of the window stays where it is, whatever is put in above it; what sticks to
    // the window or is not seen says nothing of the place.
    var top = all('main [id]').map(e => [e.id, e.getBoundingClientRect(), e]).filter(x => x[1].height).map(x => [x[0], x[1].top, x[2]]);
    top.sort((a, z) => Math.abs(a[1]) - Math.abs(z[1]));
    top = top.slice(0, 40).find(x => !sticks(x[2]));
    var caret = null;
    try { caret = focus && active.selectionStart !== undefined && [active.selectionStart, active.selectionEnd]; } catch (e) { /* no text */ }
    return {
      details: named('details').map(x => [x[0], x[1].open]),
      toggles: named(toggles).map(x => [x[0], x[1].ariaExpanded]),
      sorts: named(sorts).filter(x => x[1].ariaSort !== 'none').map(x => [x[0], x[1].ariaSort]),
      fields: named(fields).map(x => [x[0], value(x[1])]),
      boxes: named(boxes).filter(x => x[1].scrollTop || x[1].scrollLeft).map(x => [x[0], x[1].scrollTop, x[1].scrollLeft]),
      focus: focus ? focus[0] : null, caret: caret || null,
      x: scrollX, y: scrollY, top: scrollY > 0 && top ? top.slice(0, 2) : null,
    };
  }
  function each(selector, list, use) {
    if (!list.length) return;
    var found = new Map(named(selector));
    list.forEach(x => { var e = found.get(x[0]); if (e) use(e, x); });
  }
  function restore(kept) {
    each('details', kept.details, (e, x) => { e.open = x[1]; });
    each('th', kept.sorts, (e, x) => {
      var b = e.querySelector('button');
      for (var turn = 0; b && turn < 2 && e.ariaSort !== x[1]; turn++) b.click();
    });
    each(toggles, kept.toggles, (e, x) => { if (e.ariaExpanded !== x[1]) e.click(); });
    each(fields, kept.fields, (e, x) => {
      if (value(e) === x[1]) return;
      if (typeof x[1] === 'boolean') e.checked = x[1]; else e.value = x[1];
      e.dispatchEvent(new Event('input', { bubbles: true }));
    });
    each(boxes, kept.boxes, (e, x) => { e.scrollTop = x[1]; e.scrollLeft = x[2]; });
    var at = kept.top && d.getElementById(kept.top[0]);
    scrollTo({ left: kept.x, top: at ? scrollY + at.getBoundingClientRect().top - kept.top[1] : kept.y, behavior: 'instant' });
    var focus = kept.focus && new Map(named(focusable)).get(kept.focus);
    if (focus) {
      focus.focus({ preventScroll: true });
      try { if (kept.caret) focus.setSelectionRange(kept.caret[0], kept.caret[1]); } catch (e) { /* no text */ }
    }
  }

  // ---- the new page

  function reload() {
    stored('planpress-place', JSON.stringify([location.href, capture()]));
    location.reload();
  }
  d.addEventListener('DOMContentLoaded', () => {
    var kept = JSON.parse(stored('planpress-place') || 'null');
    stored('planpress-place', 'null');
    if (kept && kept[0] === location.href) restore(kept[1]);
  });

  // What stands around the content; where it differs only a reload gets it right.
  function frame(doc) {
    return doc.documentElement.lang + all('link[rel=stylesheet],meta[http-equiv]', doc).map(e => e.outerHTML).join('');
  }
  function replace(page, starts) {
    var kept = capture(), body = d.body;
    // Dialogs stay as they are: what somebody is searching for is in one.
    var stay = [...body.children].filter(e => e.matches('dialog[id]') && page.getElementById(e.id)), before = stay[0] || null;
    [...body.childNodes].forEach(n => { if (!stay.includes(n)) n.remove(); });
    [...page.body.childNodes].forEach(n => {
      var at = stay.findIndex(e => n.id && e.id === n.id);
      if (at < 0) body.insertBefore(d.adoptNode(n), before); else before = stay[at + 1] || null;
    });
    d.title = page.title;
    starts.forEach(start => { start(); });
    if (location.hash) location.replace(location.hash);
    restore(kept);
  }
  async function renew(numbers) {
    var answer = await fetch(location.pathname + location.search);
    var text = await answer.text(), page = new DOMParser().parseFromString(text, 'text/html');
    var script = page.querySelector('script[data-token]');
    gone = answer.status === 404 && me.dataset.lost === undefined;
    if (gone) { mine = numbers; return; }
    if (!script || script.dataset.token !== token) return reload();
    // Scripts of the theme say by this event how they start on new content.
    var starts = [], scripts = all('script[src]').some(s => !s.dataset.token);
    dispatchEvent(new CustomEvent('planpress', { detail: starts }));
    if (numbers.assets !== mine.assets || frame(page) !== frame(d) || scripts && !starts.length) return reload();
    replace(page, starts);
    mine = JSON.parse(script.dataset.state);
  }
  async function hear(numbers) {
    newest = numbers;
    if (busy) return;
    busy = true;
    try {
      while (newest.run !== mine.run) {
        var now = newest;
        if (now.shown !== mine.shown) await renew(now);
        mine = { run: now.run, shown: mine.shown, assets: mine.assets };
        await look();
      }
    } catch (e) { /* the server is gone: the stream notices */ }
    busy = false;
  }
  async function look() {
    var answer = await fetch(ask('state', '&lang=' + root.lang + '&page=' + encodeURIComponent(decodeURI(location.pathname))));
    if (answer.status === 403) return reload();
    var next = await answer.json();
    show(next);
    return next;
  }

  // ---- one stream for all tabs of a browser; none while nobody looks

  var channel = new BroadcastChannel('planpress'), stream = null, release = null, queue = null;
  channel.onmessage = e => { if (!d.hidden) take(e.data); };
  function take(message) {
    lost = !!message.lost;
    if (lost) show(state); else { show(state); hear(message); }
  }
  function tell(message) { channel.postMessage(message); take(message); }
  function listen() {
    stream = new EventSource(ask('events'));
    stream.onmessage = e => { tell(JSON.parse(e.data)); };
    stream.onerror = () => {
      tell({ lost: true });
      // Refused: another server than the one that this page is from.
      if (stream && stream.readyState === 2) setTimeout(reload, 500);
    };
  }
  function lead() {
    if (!navigator.locks) return listen();
    queue = new AbortController();
    navigator.locks.request('planpress', { signal: queue.signal }, () => new Promise(done => { release = done; listen(); })).catch(() => {});
  }
  function rest() {
    if (queue) queue.abort();
    if (stream) stream.close();
    if (release) release();
    stream = release = queue = null;
  }
  d.addEventListener('visibilitychange', () => { if (d.hidden) rest(); else { lead(); look().then(hear, () => {}); } });
  addEventListener('pagehide', rest);
  addEventListener('pageshow', e => { if (e.persisted) reload(); });

  // ---- what the checker found, in a corner of the page

  var style = ':host{all:initial;position:fixed;right:12px;bottom:12px;z-index:99;max-width:min(34rem,calc(100vw - 24px));' +
    'color-scheme:inherit;font:14px/1.45 system-ui,"Noto Sans CJK TC","Noto Sans CJK SC",sans-serif}' +
    ':host([data-theme=light]){color-scheme:light}:host([data-theme=dark]){color-scheme:dark}' +
    'section{background:light-dark(#fff,#202124);color:light-dark(#1b1b1b,#ececec);border:1px solid light-dark(#8a8a8a,#777);' +
    'border-radius:8px;box-shadow:0 4px 18px #0006;overflow:hidden}' +
    'header{display:flex;gap:4px;align-items:stretch}' +
    'button{all:unset;padding:8px 12px;cursor:pointer;font-weight:600}button:first-child{flex:1}' +
    'button:focus-visible,a:focus-visible{outline:2px solid light-dark(#1a4fb4,#9bbcff);outline-offset:-2px}' +
    '.error{color:light-dark(#a5111b,#ff9a94)}.warning{color:light-dark(#7a4b00,#f3c26b)}' +
    'div{max-height:50vh;overflow:auto;border-top:1px solid light-dark(#d5d5d5,#444);padding:4px 12px 10px}' +
    'div[hidden]{display:none}p{margin:6px 0}ol{list-style:none;margin:0;padding:0}li{padding:6px 0;overflow-wrap:anywhere}' +
    'li+li{border-top:1px solid light-dark(#e6e6e6,#3a3a3a)}a{color:light-dark(#1a4fb4,#9bbcff)}small{display:block;font-size:13px}' +
    '[role=status]{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);padding:0;border:0}' +
    '@media print{:host{display:none}}';
  var host = d.createElement('planpress-overlay'), shadow = host.attachShadow({ mode: 'open' }), open = null, was = null;
  var sheet = new CSSStyleSheet(), said = d.createElement('div'), box = d.createElement('section');
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];
  said.setAttribute('role', 'status');
  shadow.append(said);
  root.append(host);
  shadow.addEventListener('keydown', e => { if (e.key === 'Escape') dismiss(); });

  function el(tag, text, more) {
    var e = d.createElement(tag);
    e.textContent = text;
    return Object.assign(e, more || {});
  }
  function count(forms, n) { return forms[n === 1 ? 0 : 1].replace('{n}', n); }
  function mark(s) { return JSON.stringify([lost, gone, s.broken, s.findings.map(f => [f.place, f.message])]); }
  function dismiss() {
    if (state) stored('planpress-closed', mark(state));
    box.remove();
  }
  function item(f) {
    var line = el('li', ''), place = f.href ? el('a', f.place, { href: f.href, target: 'planpress-source' }) : null;
    line.append(el('b', f.word, { className: f.class }), ' ' + f.message);
    if (place) { var at = el('small', ''); at.append(place, ' ' + f.rule); line.append(at); }
    if (f.help) line.append(el('small', f.help));
    return line;
  }
  function show(s) {
    if (!s) return;
    var w = s.words, before = state, summary = [];
    state = s;
    host.lang = root.lang;
    host.dataset.theme = root.dataset.theme || '';
    if (s.errors) summary.push(count(w.errors, s.errors));
    if (s.warnings) summary.push(count(w.warnings, s.warnings));
    var notes = [lost && w.lost, gone && w.gone, s.broken && !lost && s.shown !== s.run && w.broken].filter(Boolean);
    var now = mark(s), is_new = now !== was;
    if (is_new) said.textContent = [...notes, summary.join(w.comma)].join(' ') || (before && before.errors ? w.mended : '');
    was = now;
    if (!summary.length && !notes.length || stored('planpress-closed') === now) return box.remove();
    if (!is_new && box.isConnected) return;
    // It opens by itself for what concerns the open page, and otherwise stays as one left it.
    var urgent = notes.length > 0 || (before ? s.own > before.own : s.own > 0);
    var list = el('div', '', { tabIndex: 0 }), items = el('ol', ''), head = el('header', ''), opener, closer = el('button', '×', { type: 'button', ariaLabel: w.close, title: w.close });
    if (urgent || open === null) open = urgent;
    opener = el('button', summary.join(w.comma) || notes[0], { type: 'button', className: s.errors ? 'error' : 'warning' });
    function turn() { list.hidden = !open; opener.ariaExpanded = String(open); }
    opener.onclick = () => { open = !open; turn(); };
    closer.onclick = dismiss;
    head.append(opener, closer);
    notes.forEach(n => { list.append(el('p', n)); });
    s.findings.forEach(f => { items.append(item(f)); });
    if (s.findings.length) list.append(items);
    if (s.more) list.append(el('p', w.more.replace('{n}', s.more)));
    list.setAttribute('role', 'group'); list.ariaLabel = w.list;
    var section = el('section', '');
    section.ariaLabel = 'planpress';
    section.append(head, list);
    turn();
    var hold = box.isConnected && list.scrollTop;
    box.replaceWith(section);
    if (!section.isConnected) shadow.append(section);
    box = section;
    list.scrollTop = hold || 0;
  }

  if (!d.hidden) lead();
  look().then(hear, () => {});
})();
