// On paper: the map in light colours, then the visible claims in full, because nobody can click on paper.

const MOST_PRINTED = 200;
const QUOTES_PRINTED = 2;

function printed() {
  const list = inOrder(shownClaims());
  const active = activeFilters().map((filter) => filter.text);
  return [
    active.length ? el('p', {}, el('strong', {}, `${words.filters}: `), active.join(' · ')) : '',
    state.focus >= 0 ? el('p', {}, el('strong', {}, `${words.focus}: `), name(state.focus), ` (${fill(words.hops, { n: state.hops })})`) : '',
    el('div', { class: 'legend-line' }, ...legendList().slice(0, 2)),
    el('h2', {}, words.claims),
    list.length > MOST_PRINTED ? el('p', {}, fill(words.printed_first, { n: MOST_PRINTED, k: list.length })) : '',
    ...list.slice(0, MOST_PRINTED).map(printedClaim),
    el('h2', {}, words.about_meaning), el('p', {}, words.about_means), el('p', {}, words.about_means_not),
    el('p', {}, location.href.startsWith('file:') ? address() : location.href),
  ].filter((child) => child !== '');
}

function printedClaim(claim) {
  const pieces = evidenceOf(claim).slice(0, QUOTES_PRINTED).map((piece) => el('div', {}, quoteBox(piece),
    el('p', { class: 'muted' }, [short(outletOf(piece), 60), evidenceFacts(piece), webAddress(articles.url[piece.article])?.href].filter(Boolean).join(' · '))));
  const others = opposite(claim);
  return el('section', { class: 'claim' }, el('h3', {}, short(sentence(claim), 600)),
    el('p', { class: 'muted' }, supported(claim)),
    others.length ? el('p', { class: 'opposed' }, fill(words.contradicts, { n: others.length }), ' ', short(sentence(others[0]), 300)) : '', ...pieces);
}

function startPrint() {
  let before = null;
  addEventListener('beforeprint', () => {
    before = { theme: state.theme };
    state.theme = 'light';
    readTheme();
    byId('print').replaceChildren(...printed());
    redraw();
  });
  addEventListener('afterprint', () => {
    Object.assign(state, before);
    readTheme();
    byId('print').replaceChildren();
    redraw();
  });
}
