/* Search. theme.js loads this file when somebody searches; the index comes in scripts too, so that it works from disk. */
(() => {
  'use strict';
  var d = document, box = d.getElementById('p:finder'), root = box.dataset.root, words = box.dataset.text.split('|');
  var input = box.querySelector('input'), list = box.querySelector('ul'), say = box.querySelector('[role=status]');
  var data = {}, wait = {}, docs, got, map = {}, picks = [], at = 0, turn = 0;

  // Loads files of the index, then goes on; what comes when there is a newer index is left.
  window.PP = (name, value) => { got = value; };
  function load(names, then) {
    var into = data;
    Promise.all(names.map(n => wait[n] ||= new Promise(done => {
      var s = el('script', '', []);
      s.src = root + 'assets/search/' + n + '.js';
      s.onload = s.onerror = () => { done(into[n] = got || {}); got = 0; };
      d.head.append(s);
    }))).then(() => { if (into === data) then(); });
  }

  // The same folding as when the index was made: width, case, Simplified.
  function simple(t) { return t.replace(/[\u3400-\u9fff]/g, c => map[c] || c); }
  function fold(t) { return simple(t.normalize('NFKC').toLowerCase()); }
  // The terms that a part of a query needs: words, and every two neighbours of writing without spaces.
  function terms(part) {
    return (part.replace(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu, ' $& ').match(/[\p{L}\p{N}]+/gu) || []).flatMap(run => {
      var c = [...run];
      if (c[0] < '\u3040' || c.length < 2) return [run.slice(0, 24)];
      return c.slice(1).map((x, i) => c[i] + x);
    });
  }
  // The files that hold terms with this beginning.
  function files(term) {
    var firsts = data.core.terms, k = 0, out;
    while (firsts[k + 1] <= term) k++;
    out = ['t' + k];
    while (firsts[++k] && firsts[k].startsWith(term)) out.push('t' + k);
    return out;
  }
  // The documents that hold such terms: a bit each behind "!", else distances of five bits a character.
  function holders(term) {
    var set = {};
    // Two characters of writing without spaces are a whole term, words are the beginning of some.
    files(term).forEach(f => {
      for (var key of term > '\u3040' && [...term][1] ? [term] : Object.keys(data[f]).filter(k => k.startsWith(term))) {
        var t = data[f][key] || '', doc = 0, n = 0, shift = 0, b;
        for (var p = 0; p < t.length; p++) {
          var v = t.charCodeAt(p) - 35;
          if (v > 57) v--;
          if (t[0] === '!') for (b = 0; b < 6; b++) { if (v >> b & 1) set[(p - 1) * 6 + b] = 1; }
          else {
            n |= (v & 31) << shift; shift += 5;
            if (v < 32) { set[doc += n] = 1; n = shift = 0; }
          }
        }
      }
    });
    return set;
  }

  // An element. Words of plans only ever become text nodes.
  function el(tag, name, kids) {
    var e = d.createElement(tag);
    e.className = name;
    e.append(...kids);
    return e;
  }
  // A text with the parts of a query marked, where folding keeps places.
  function mark(text, parts) {
    var low = fold(text), on = [], out = [], i = 0, j;
    if (low.length !== text.length) low = simple(text.toLowerCase());
    parts.forEach(p => { for (var m of low.matchAll(p)) for (j = m[0].length; j--;) on[m.index + j] = 1; });
    for (; i < text.length; i = j) {
      for (j = i + 1; j < text.length && !on[j] === !on[i];) j++;
      out.push(on[i] ? el('mark', '', [text.slice(i, j)]) : text.slice(i, j));
    }
    return out;
  }
  // The words around the first part that is found.
  function near(text, parts) {
    var low = fold(text), i = Math.min(...parts.map(p => low.search(p) >>> 0));
    i = i < 40 || i > text.length ? 0 : i - 24;
    return (i ? '…' : '') + text.slice(i, i + 110).replace(/\n/g, ' · ');
  }

  function get(doc, pick) { return [].concat(pick.dim < 0 ? doc[pick.at] : doc[7][pick.dim] || []); }
  function search() {
    var mine = ++turn, parts = fold(input.value).match(/\S+/g) || [], cut = parts.map(terms);
    // As patterns: some write a space between Chinese and Latin, some none.
    parts = parts.map(p => RegExp(p.replace(/[^\p{L}\p{N}]/gu, '\\$&').replace(/(?<=\w)(?=[\u3040-\uffff])|(?<=[\u3040-\uffff])(?=\w)/g, ' ?'), 'g'));
    load(cut.flat().flatMap(files), () => {
      if (mine !== turn) return;
      var sets = cut.map(t => t.map(holders)), found = [], count = [0, 0, 0];
      docs.forEach((doc, i) => {
        var score = -doc[2], text = 1;
        var all = parts.every((p, k) => {
          var t = doc.fold.search(p), x = sets[k][0] && sets[k].every(s => s[i]);
          score += t === 0 ? 60 : t < 0 ? 0 : t < doc[0].length ? 40 : 15;
          text = text && x;
          return t >= 0 || x;
        });
        if (all && picks.every(p => !p.value || get(doc, p).includes(p.value))) { count[doc[2]]++; found.push({ doc, score, i, text }); }
      });
      found.sort((a, b) => b.score - a.score || a.i - b.i);
      var top = parts[0] ? found.slice(0, 16) : [], starts = data.core.texts;
      top.forEach(f => { f.k = starts.findLastIndex(s => s <= f.i); });
      // The first ones at once: each may lie in another file.
      (function go(n) {
        var few = top.slice(0, n);
        load(few.filter(f => f.text).map(f => 'x' + f.k), () => {
          if (mine === turn) show(parts, few, [...count]), n < 9 && go(16);
        });
      })(2);
    });
  }
  function dotted(...a) { return a.flat().filter(Boolean).join(' · '); }
  function show(parts, top, count) {
    var hits = [];
    top.forEach(f => {
      var titled = f.score >= 13, texts = f.text ? data['x' + f.k][f.i - data.core.texts[f.k]] || [] : [];
      // Neighbours may meet without the word being there: the text decides.
      function holds(test) { return texts.filter(s => { var t = fold(s[1] + '\n' + s[2]); return parts[test](p => t.match(p)); }); }
      var good = holds('every');
      if (!good[0] && !titled) good = holds('some').slice(0, 1);
      if (!good[0] && !titled) return count[f.doc[2]]--;
      if (titled || !good[0][1]) hits.push([f.doc, '', dotted(f.doc[3], f.doc[4]), good[0] ? good[0][2] : '']);
      // The first one stands below the title already.
      good.slice(titled ? 1 : 0, 2).forEach(s => { if (s[1]) hits.push([f.doc, '#' + s[0], s[1], s[2]]); });
    });
    list.replaceChildren(...hits.map((h, i) => {
      var a = el('a', '', [
        el('span', 'row apart', [el('b', '', mark(h[0][0], parts)), ' ', el('span', 'm s', [dotted(h[0][5], h[0][6])])]), ' ',
        el('span', 'm s', mark(h[2], parts)), ' ', el('span', 'line', mark(near(h[3], parts), parts))]);
      a.href = root + h[0][1] + h[1]; a.tabIndex = -1; a.id = 'p:o' + i; a.role = 'option';
      var item = el('li', '', [a]);
      item.role = 'none';
      return item;
    }));
    input.ariaExpanded = !!hits[0];
    say.textContent = parts[0] ? hits[0] ? dotted(count.map((n, i) => n && words[i + 3] + ' ' + n)) : words[0] : '';
    move(at = 0);
  }
  function move(by) {
    var all = list.querySelectorAll('a'), n = all.length;
    if (!n) return;
    all[at].ariaSelected = null;
    at = (at + by + n) % n;
    all[at].ariaSelected = true; all[at].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', 'p:o' + at);
  }
  function ready(then) {
    if (docs) return then();
    say.textContent = words[2];
    load(['core', 'fold'], () => {
      var names = Array.from({ length: data.core.metas }, (_, i) => 'm' + i);
      load(names, () => {
        // Several may have waited: the first makes all ready.
        if (docs) return then();
        [...data.fold].forEach((c, i, all) => { if (i % 2) map[all[i - 1]] = c; });
        docs = names.flatMap(m => data[m]);
        // Of pages only the title and further words are searched, not what kind of page they are.
        docs.forEach(x => { x.fold = fold(x[0] + '\n' + x.slice(x[2] % 2 + 3).flat().concat(x[9]).join(' ')); });
        if (!picks[0]) data.core.filters.forEach(f => {
          var s = el('select', '', []), seen = {};
          s.at = f[0]; s.dim = f[0] === 7 ? f[2] : -1; s.ariaLabel = f[1];
          docs.forEach(x => { get(x, s).forEach(v => { if (v && !x[2]) seen[v] = (seen[v] || 0) + 1; }); });
          s.append(new Option(words[1].replace('{name}', f[1]), ''), ...Object.keys(seen).map(k => new Option(k + ' ' + seen[k], k)));
          s.oninput = () => { s.className = s.value && 'on'; search(); };
          if (s.length > 2) { picks.push(s); say.before(s); }
        });
        say.textContent = ''; then();
      });
    });
  }
  input.oninput = () => { ready(search); };
  box.onkeydown = e => {
    var by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (by) { e.preventDefault(); move(by); }
    if (e.key === 'Enter' && e.target === input && list.children[at]) { e.preventDefault(); box.close(); list.children[at].firstChild.click(); }
  };
  box.onclick = e => { if (e.target === box) box.close(); };
  // A closed field keeps the keyboard until the next frame: a "/" before it would be typed into it.
  box.oncancel = () => input.blur();
  // New content has a new index; the filters stay as they were made.
  addEventListener('planpress', () => { data = {}; wait = {}; docs = 0; if (box.open) ready(search); });
  // The page of search takes a query from its address.
  if (d.querySelector('[data-open]')) input.value = new URLSearchParams(location.search).get('q') || '';
  (window.PPopen = () => {
    if (!box.open) box.showModal();
    input.select(); ready(search);
  })();
})();
