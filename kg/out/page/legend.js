// What the signs on the map mean.

// A short piece of line, as it is drawn on the map.
const swatch = (width, ...children) => svg('svg', { width, height: 16, viewBox: `0 0 ${width} 16`, 'aria-hidden': 'true' }, ...children);
const lineSwatch = (ink, dash, ...extra) => swatch(34,
  svg('line', { x1: 2, y1: 8, x2: 30, y2: 8, stroke: ink, 'stroke-width': 2.25, 'stroke-linecap': 'round', 'stroke-dasharray': DASHES[dash].join(' ') }), ...extra);
const symbol = (text, ink) => svg('text', { x: 16, y: 13, 'text-anchor': 'middle', 'font-size': 15, fill: ink, stroke: theme.page, 'stroke-width': 3, 'paint-order': 'stroke' }, text);

function kindSwatch(kind) {
  const marks = { circle: '●', pair: '●●', triangle: '▲', square: '■', hexagon: '⬢', diamond: '◆', pentagon: '⬟' };
  const pair = kind.shape === 'pair';
  return swatch(18, svg('text', { x: 9, y: pair ? 12 : 14, 'text-anchor': 'middle', 'font-size': pair ? 9 : 15, fill: colour(kind), stroke: theme.text, 'stroke-width': 0.6 }, marks[kind.shape]));
}

function legendList() {
  const ink = theme.text;
  const arrow = (filled) => svg('path', { d: 'M22 3 L31 8 L22 13', fill: filled ? ink : 'none', stroke: ink, 'stroke-width': 1.75 });
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
    el('ul', { class: 'legend' }, ...rows.map(([sign, text]) => el('li', {}, sign, text))),
    el('p', { class: 'muted' }, `${words.legend_width}; ${words.legend_size}`),
    ...partyLegend(),
  ];
}

// The parties that are on the map. A colour is one that is usual, and none is a party's own word: said so.
function partyLegend() {
  const shown = new Set(actors.parties.flatMap((own, actor) => (visible.nodes[actor] ? own : [])));
  const list = Object.keys(parties).filter((party) => shown.has(party));
  if (!list.length) return [];
  const unconfirmed = list.some((party) => !parties[party].confirmed);
  const box = el('input', { type: 'checkbox', checked: state.safe, onchange: () => { state.safe = box.checked; changed({ push: false, filters: false }); } });
  return [
    el('p', { class: 'parties' }, ...list.map(partyBadge)),
    el('p', { class: 'muted' }, words.legend_party, unconfirmed ? ` ${words.legend_unconfirmed}` : ''),
    el('label', { class: 'choice' }, box, words.safe_colours),
  ];
}

function showLegend() {
  byId('legend').querySelector('div').replaceChildren(...legendList());
  byId('thin').hidden = state.table || visible.edges.length <= MANY;
  byId('thin').replaceChildren(crowded() ? words.thin : words.thick, ' ', el('button', { type: 'button', class: 'link', onclick: () => {
    state.all = !state.all;
    changed({ push: false, filters: false });
    byId('thin').querySelector('button').focus();
  } }, state.all ? words.show_strong : words.show_all));
}
