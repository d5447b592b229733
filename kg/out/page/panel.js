// Around the map: the summary, the filters that are on, and all filters.

const totals = {
  A: data.all[0], K: data.all[1], n: articles.title.length, m: outlets.filter(Boolean).length,
};

function summary() {
  const dates = claims.first.concat(claims.last).filter((date) => DATE.test(date ?? '')).sort();
  const period_ = dates.length ? `, ${fill(words.period, { d1: day(dates[0]), d2: day(dates.at(-1)) })}` : '';
  return `${fill(words.showing, { ...totals, a: visible.nodeCount, k: visible.claimCount })} ${fill(words.from, totals)}${period_}.`;
}

function showSummary() {
  byId('summary').textContent = summary();
  byId('map').setAttribute('aria-label', summary());
  const part = data.live && location.search;
  byId('reduced').hidden = claims.id.length === totals.K && !part;
  byId('reduced').replaceChildren(claims.id.length === totals.K ? '' : fill(data.live ? words.reduced_live : words.reduced, { ...totals, a: nodes.length, k: claims.id.length }),
    part ? el('a', { href: location.pathname }, words.whole) : '');
  showChips();
  showNothing();
  const crumbs = byId('crumbs');
  crumbs.hidden = state.focus < 0;
  if (state.focus < 0) return;
  const hops = HOPS.map((hop) => el('button', { type: 'button', 'aria-pressed': String(hop === state.hops), onclick: () => focusOn(state.focus, hop) }, fill(words.hops, { n: hop })));
  crumbs.replaceChildren(el('button', { type: 'button', onclick: () => focusOn(-1) }, words.all), '›', el('strong', {}, name(state.focus)), el('span', { class: 'switch', role: 'group', 'aria-label': words.focus }, ...hops));
}

function showChips() {
  const active = activeFilters();
  byId('chips').hidden = !active.length;
  byId('chips').replaceChildren(
    ...active.map((filter) => el('button', { type: 'button', class: 'chip', 'aria-label': fill(words.remove, { f: filter.text }), onclick: () => { filter.clear(); changed({ push: true }); byId('map').focus(); } }, filter.text, el('span', { 'aria-hidden': 'true' }, ' ×'))),
    active.length ? el('button', { type: 'button', id: 'clear', class: 'link', onclick: () => { reset(); changed({ push: true }); byId('map').focus(); } }, fill(words.clear, { n: active.length })) : '');
}

// Where nothing matches: which one filter to give up.
function showNothing() {
  const box = byId('nothing');
  box.hidden = visible.claimCount > 0;
  if (box.hidden) return;
  const best = bestToClear();
  box.replaceChildren(el('p', {}, words.none), best?.claims ? el('button', { type: 'button', onclick: () => { best.clear(); changed({ push: true }); byId('map').focus(); } }, fill(words.without, { f: best.text, n: best.claims })) : '');
}

function choices(title, flag, options) {
  const every = options.length > 2 ? el('button', { type: 'button', class: 'link every', 'aria-label': `${words.every}: ${title}`, onclick: () => {
    state[flag] = new Set(state[flag].size < FLAGS[flag].length ? FLAGS[flag] : []);
    changed({ push: false });
  } }, words.every) : '';
  return el('fieldset', { 'data-flag': flag }, el('legend', {}, title), every, el('div', { class: 'options' }, ...options.map(([value, text, sign]) => {
    const box = el('input', { type: 'checkbox', value, checked: state[flag].has(value), onchange: () => toggle(flag, value, box.checked) });
    return el('label', { class: 'choice' }, box, sign ?? '', el('span', {}, text), el('span', { class: 'count' }, number(counts[flag].get(value) ?? 0)));
  })));
}

function toggle(flag, value, on) {
  state[flag][on ? 'add' : 'delete'](value);
  changed({ push: false });
}

function showFilters() {
  const box = byId('choices');
  const controls = () => [...box.querySelectorAll('input, select, button')];
  const place = controls().indexOf(document.activeElement);
  const scrolled = box.querySelector('[data-flag=outlet] .options')?.scrollTop ?? 0;
  const used = new Set(actors.kind);
  box.replaceChildren(
    choices(words.relations, 'groups', Object.entries(groups).map(([key, group]) => [key, label(group), lineSwatch(colour(group), 'solid')])),
    choices(words.kinds, 'kinds', Object.entries(kinds).filter(([key]) => used.has(key)).map(([key, kind]) => [key, label(kind), kindSwatch(kind)])),
    speakerChoice(),
    choices(words.polarity, 'polarity', FLAGS.polarity.map((value) => [value, words[value]])),
    onlyChoice('disputed'),
    choices(words.modality, 'modality', FLAGS.modality.map((value) => [value, words[value]])),
    outletCountChoice(),
    sureChoice(),
    onlyChoice('verified'),
    outlets.length > 1 ? choices(words.outlets, 'outlet', outlets.map((outlet) => [outlet, short(outletName(outlet), 40)])) : '',
  );
  if (place >= 0) controls()[place]?.focus();
  const list = box.querySelector('[data-flag=outlet] .options');
  if (list) list.scrollTop = scrolled;
}

function speakerChoice() {
  const speakers = [...claimsBySpeaker].sort(([a, one], [b, two]) => two.length - one.length || a - b).slice(0, 200).map(([speaker]) => speaker);
  if (typeof state.by === 'number' && !speakers.includes(state.by)) speakers.push(state.by);
  const option = (value, text) => el('option', { value, selected: String(state.by) === String(value) }, text);
  const select = el('select', { id: 'speaker', 'aria-label': words.says_who, onchange: () => {
    state.by = /^\d+$/.test(select.value) ? Number(select.value) : select.value;
    changed({ push: false });
  } }, ...['anybody', 'newsroom', 'somebody'].map((value) => option(value, words[value])), ...speakers.map((speaker) => option(speaker, short(actors.name[speaker], 40))));
  return el('fieldset', {}, el('legend', {}, words.says_who), select);
}

// Only what is disputed, or only what a person checked; not offered where there is none.
function onlyChoice(flag) {
  const n = counts[flag].get(true) ?? 0;
  if (!n && !state[flag]) return '';
  const box = el('input', { type: 'checkbox', id: flag, checked: state[flag], onchange: () => { state[flag] = box.checked; changed({ push: false }); } });
  return el('label', { class: 'choice' }, box, el('span', {}, words[`only_${flag}`]), el('span', { class: 'count' }, number(n)));
}

function outletCountChoice() {
  const most = claims.outlets.reduce((one, other) => Math.max(one, other), 1);
  if (most === 1) return '';
  const range = el('input', { type: 'range', id: 'least', min: 1, max: Math.min(most, 10), value: state.least, 'aria-label': words.outlets_at_least, oninput: () => {
    state.least = Number(range.value);
    changed({ push: false });
  } });
  return el('fieldset', {}, el('legend', {}, words.trust), el('div', { class: 'choice' }, words.outlets_at_least, el('span', { class: 'count' }, number(state.least))), range);
}

// Levels of confidence have words, not figures, and only those that would hide something.
function sureChoice() {
  const lowest = claims.confidence.reduce((one, other) => Math.min(one, other), 1);
  const levels = SURE.filter((level, index) => index === 0 || level > lowest);
  if (levels.length < 2) return '';
  const select = el('select', { id: 'sure', 'aria-label': words.confidence, onchange: () => { state.sure = Number(select.value); changed({ push: false }); } },
    ...levels.map((level) => el('option', { value: level, selected: level === state.sure }, level ? fill(words.at_least, { c: words[`confidence_${SURE.indexOf(level) + 1}`] }) : words.every)));
  return el('fieldset', {}, el('legend', {}, words.confidence), select);
}
