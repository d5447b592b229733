// Around the map: summary, filters, search, legend, and what the page is about.

const totals = {
  A: nodes.length, K: claims.id.length, n: articles.title.length, m: new Set(articles.outlet.filter(Boolean)).size,
};

function summary() {
  const dates = claims.first.concat(claims.last).filter(Boolean).sort();
  const period = dates.length ? `, ${fill(words.period, { d1: day(dates[0]), d2: day(dates.at(-1)) })}` : '';
  return `${fill(words.showing, { ...totals, a: visible.nodeCount, k: visible.claimCount })} ${fill(words.from, totals)}${period}.`;
}

function showSummary() {
  byId('summary').textContent = summary();
  byId('map').setAttribute('aria-label', summary());
  byId('nothing').hidden = visible.nodeCount > 0;
  const crumbs = byId('crumbs');
  crumbs.hidden = state.focus < 0;
  if (state.focus < 0) return;
  const hops = HOPS.map((hop) => el('button', { type: 'button', 'aria-pressed': String(hop === state.hops), 'aria-label': `${words.focus}: ${hop}`, onclick: () => focusOn(state.focus, hop) }, hop));
  crumbs.replaceChildren(el('button', { type: 'button', onclick: () => focusOn(-1) }, `‹ ${words.all}`), name(state.focus), el('span', { class: 'switch', role: 'group' }, ...hops));
}

// A short piece of line, as it is drawn on the map.
function swatch(paint, width = 34) {
  const svg = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const root = svg('svg', { width, height: 16, viewBox: `0 0 ${width} 16`, 'aria-hidden': 'true' });
  root.append(...paint(svg));
  return root;
}
const lineSwatch = (ink, dash, extra = () => []) => swatch((svg) => [
  svg('line', { x1: 2, y1: 8, x2: 30, y2: 8, stroke: ink, 'stroke-width': 2.25, 'stroke-linecap': 'round', 'stroke-dasharray': DASHES[dash].join(' ') }), ...extra(svg)]);
const symbol = (text, ink) => (svg) => {
  const sign = svg('text', { x: 16, y: 13, 'text-anchor': 'middle', 'font-size': 15, fill: ink, stroke: theme.page, 'stroke-width': 3, 'paint-order': 'stroke' });
  sign.textContent = text;
  return [sign];
};

function kindSwatch(kind) {
  const marks = { circle: '●', pair: '●●', triangle: '▲', square: '■', hexagon: '⬢', diamond: '◆', pentagon: '⬟' };
  return swatch((svg) => {
    const sign = svg('text', { x: 9, y: kind.shape === 'pair' ? 12 : 14, 'text-anchor': 'middle', 'font-size': kind.shape === 'pair' ? 9 : 15, fill: colour(kind), stroke: theme.text, 'stroke-width': 0.6 });
    sign.textContent = marks[kind.shape];
    return [sign];
  }, 18);
}

function choices(title, flag, options) {
  return el('fieldset', { 'data-flag': flag }, el('legend', {}, title), ...options.map(([value, label, sign]) => {
    const box = el('input', { type: 'checkbox', value, checked: state[flag].has(value), onchange: () => toggle(flag, value, box.checked) });
    return el('label', { class: 'choice' }, box, sign ?? '', el('span', {}, label), el('span', { class: 'count' }, number(counts[flag][value] ?? 0)));
  }));
}

function toggle(flag, value, on) {
  state[flag][on ? 'add' : 'delete'](value);
  changed({ push: false });
}

function showFilters() {
  const focused = document.activeElement;
  const place = focused && byId('choices').contains(focused) ? [...byId('choices').querySelectorAll('input, select')].indexOf(focused) : -1;
  const used = new Set(actors.kind);
  byId('choices').replaceChildren(
    choices(words.relations, 'groups', Object.entries(groups).map(([key, group]) => [key, group.label, lineSwatch(colour(group), 'solid')])),
    choices(words.kinds, 'kinds', Object.entries(kinds).filter(([key]) => used.has(key)).map(([key, kind]) => [key, kind.label, kindSwatch(kind)])),
    speakerChoice(),
    choices(words.polarity, 'polarity', FLAGS.polarity.map((value) => [value, words[value]])),
    choices(words.modality, 'modality', FLAGS.modality.map((value) => [value, words[value]])),
    outletChoice(),
    clearButton(),
  );
  if (place >= 0) byId('choices').querySelectorAll('input, select')[place]?.focus();
}

function speakerChoice() {
  const speakers = [...claimsBySpeaker].sort(([a, one], [b, two]) => two.length - one.length || a - b).slice(0, 200).map(([speaker]) => speaker);
  if (typeof state.by === 'number' && !speakers.includes(state.by)) speakers.push(state.by);
  const option = (value, label) => el('option', { value, selected: String(state.by) === String(value) }, label);
  const select = el('select', { 'aria-label': words.says_who, onchange: () => {
    state.by = /^\d+$/.test(select.value) ? Number(select.value) : select.value;
    changed({ push: false });
  } }, ...['anybody', 'newsroom', 'somebody'].map((value) => option(value, words[value])), ...speakers.map((speaker) => option(speaker, short(actors.name[speaker], 40))));
  return el('fieldset', {}, el('legend', {}, words.says_who), select);
}

function outletChoice() {
  const most = Math.max(1, ...claims.outlets);
  if (most === 1) return '';
  const output = el('span', { class: 'count' }, number(state.outlets));
  const range = el('input', { type: 'range', min: 1, max: Math.min(most, 10), value: state.outlets, 'aria-label': words.outlets_at_least, oninput: () => {
    state.outlets = Number(range.value);
    changed({ push: false });
  } });
  return el('fieldset', {}, el('legend', {}, words.trust), el('div', { class: 'choice' }, words.outlets_at_least, output), range);
}

function clearButton() {
  const active = Object.keys(FLAGS).filter((flag) => state[flag].size < FLAGS[flag].length).length + (state.by !== 'anybody') + (state.outlets > 1);
  return active ? el('button', { type: 'button', id: 'clear', onclick: () => { reset(); changed({ push: true }); } }, fill(words.clear, { n: active })) : '';
}

function legendList() {
  const ink = theme.text;
  const arrow = (filled) => (svg) => [svg('path', { d: 'M22 3 L31 8 L22 13', fill: filled ? ink : 'none', stroke: ink, 'stroke-width': 1.75 })];
  const rows = [
    [lineSwatch(ink, 'solid', arrow(true)), words.legend_newsroom],
    [lineSwatch(ink, 'solid', arrow(false)), words.legend_said],
    [lineSwatch(ink, 'solid'), words.legend_affirmed],
    [lineSwatch(ink, 'planned'), words.legend_planned],
    [lineSwatch(ink, 'possible'), words.legend_possible],
    [lineSwatch(ink, 'negated', symbol('⊘', ink)), words.legend_negated],
    [lineSwatch(ink, 'solid', symbol('≠', ink)), words.legend_disputed],
  ];
  return [
    el('ul', { class: 'legend' }, ...rows.map(([sign, label]) => el('li', {}, sign, label))),
    el('p', { class: 'muted' }, `${words.legend_width}; ${words.legend_size}`),
  ];
}

function showAbout() {
  const measured = Object.entries(data.card).filter(([relation]) => relations[relation]);
  const percent = (value) => (typeof value === 'number' ? `${Math.round(value * 100)} %` : '–');
  byId('about').replaceChildren(
    el('div', { class: 'head' }, el('h2', { id: 'about-title' }, words.about)),
    el('h3', {}, words.about_what), el('p', {}, fill(words.about_text, totals)),
    el('p', {}, data.leftOut ? fill(words.about_left_out, { n: data.leftOut }) : words.about_left_out_none),
    el('h3', {}, words.about_meaning), el('p', {}, words.about_means), el('p', {}, words.about_means_not),
    el('h3', {}, words.about_how), el('p', {}, words.about_confidence),
    measured.length ? measureTable(measured, percent) : el('p', {}, words.about_unmeasured),
    el('h3', {}, words.about_correct), el('p', {}, words.about_correct_text),
    el('p', {}, el('button', { type: 'button', onclick: () => byId('about').close() }, words.close)),
  );
}

function measureTable(measured, percent) {
  const columns = ['relation', 'precision', 'recall', 'threshold', 'sample'];
  return el('div', { class: 'scroll' }, el('table', {}, el('caption', {}, words.about_measured),
    el('thead', {}, el('tr', {}, ...columns.map((key) => el('th', { scope: 'col' }, words[key])))),
    el('tbody', {}, ...measured.map(([relation, figures]) => el('tr', {},
      el('th', { scope: 'row' }, relations[relation].label),
      ...[percent(figures.precision), percent(figures.recall), figures.threshold ?? '–', figures.n ?? '–'].map((value) => el('td', {}, value)))))));
}

// Search: any name of an actor; the beginning counts most, then the beginning of a word, then any place.
const searchIndex = nodes.map(({ id }) => [actors.name[id], ...actors.aliases[id]].map((text) => [fold(text), text]));

function find(query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const grade = (text) => (text === wanted ? 0 : text.startsWith(wanted) ? 1 : ` ${text}`.includes(` ${wanted}`) ? 2
    : wanted.split(' ').every((word) => text.includes(word)) ? 3 : 9);
  const hits = searchIndex.map((list, actor) => {
    const [best, text] = list.map(([folded, original]) => [grade(folded), original]).reduce((a, b) => (b[0] < a[0] ? b : a));
    return { actor, best, text };
  });
  return hits.filter(({ best }) => best < 9).sort((a, b) => a.best - b.best || actors.articles[b.actor] - actors.articles[a.actor] || a.actor - b.actor).slice(0, 12);
}

function startSearch() {
  const [input, list] = [byId('search'), byId('hits')];
  let [hits, active] = [[], -1];
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (index) => {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === index)));
    if (index >= 0) input.setAttribute('aria-activedescendant', `hit-${index}`);
  };
  const take = (index) => {
    const actor = hits[index]?.actor;
    if (actor === undefined) return;
    close();
    input.value = '';
    if (!visible.nodes[actor]) Object.assign(state, { focus: -1 });
    choose({ type: 'node', node: actor }, { toCard: true });
  };
  const update = () => {
    hits = find(input.value);
    list.replaceChildren(...hits.map(({ actor, text }, index) => el('li', { id: `hit-${index}`, role: 'option', onmousedown: (event) => { event.preventDefault(); take(index); } },
      name(actor), text === actors.name[actor] ? '' : el('span', { class: 'muted' }, ` (${short(text, 60)})`),
      el('span', { class: 'muted' }, ` · ${kinds[actors.kind[actor]].label} · ${number(actors.articles[actor])}`))));
    if (!hits.length && input.value.trim()) list.append(el('li', { role: 'option', 'aria-disabled': 'true' }, words.no_hit));
    list.hidden = !list.children.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    mark(hits.length ? 0 : -1);
  };
  input.addEventListener('input', update);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(Math.min(active + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') mark(Math.max(active - 1, 0));
    else if (event.key === 'Enter') take(active);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
}
