// The card: the claims behind a line, or an actor with its claims; each claim with its quotes.

const AT_ONCE = 20;
const QUOTES_AT_ONCE = 3;

function showCard() {
  const card = byId('card');
  const { selected } = state;
  card.classList.toggle('empty', !selected);
  card.replaceChildren(...(!selected ? emptyCard() : selected.type === 'node' ? actorCard(selected.node) : edgeCard(edges[selected.edge])).filter((child) => child !== ''));
  card.scrollTop = 0;
  card.querySelector('.target')?.scrollIntoView({ block: 'center' });
}

const nameButton = (actor) => el('button', { type: 'button', class: 'link', onclick: () => choose({ type: 'node', node: actor }) }, name(actor));
const claimButton = (claim) => el('button', { type: 'button', class: 'link', onclick: () => choose({ type: 'edge', edge: edgeOfClaim[claim] }) }, short(sentence(claim), 300));
const head = (...title) => el('div', { class: 'head' },
  el('h2', { tabindex: -1 }, ...title),
  el('button', { type: 'button', class: 'close', 'aria-label': words.close, onclick: closeCard }, '×'));

function emptyCard() {
  const top = byArticles.filter((actor) => visible.nodes[actor]).slice(0, 10);
  return [
    el('h2', {}, words.card),
    el('p', { class: 'muted' }, words.card_empty),
    el('h3', {}, words.most_reported),
    el('ol', { class: 'actors' }, ...top.map((actor) => el('li', {}, nameButton(actor), el('span', { class: 'muted' }, ` ${number(actors.articles[actor])}`)))),
    el('h3', {}, words.legend),
    ...legendList(),
  ];
}

function edgeCard(edge) {
  const list = edge.claims.filter((claim) => visible.claims[claim]);
  return [
    head(nameButton(edge.from), edge.symmetric ? ' – ' : ' → ', nameButton(edge.to)),
    el('p', { class: 'muted' }, label(groups[edge.group])),
    ...(list.length ? claimList(list) : [el('p', {}, words.none)]),
  ];
}

const isTarget = (claim) => Boolean(state.selected?.statement) && evidenceOf(claim).some((piece) => piece.id === state.selected.statement);

// What an address asks for first; what is denied and what is affirmed of the same proposition stand together.
function inOrder(list) {
  const weight = (claim) => (isTarget(claim) ? 1e9 : claims.verified[claim] * 1e6 + claims.independent[claim] * 1000 + claims.articles[claim]);
  const strongest_ = new Map();
  for (const claim of list) strongest_.set(propositionOf(claim), Math.max(strongest_.get(propositionOf(claim)) ?? 0, weight(claim)));
  return [...list].sort((a, b) => strongest_.get(propositionOf(b)) - strongest_.get(propositionOf(a))
    || propositionOf(a).localeCompare(propositionOf(b)) || rank(a) - rank(b) || weight(b) - weight(a) || a - b);
}

function claimList(list, from = 0) {
  const ordered = from ? list : inOrder(list);
  const shown = ordered.slice(from, from + AT_ONCE).map(claimBox);
  const left = ordered.length - from - AT_ONCE;
  if (left > 0) {
    const more = el('button', { type: 'button', onclick: () => {
      const next = claimList(ordered, from + AT_ONCE);
      more.replaceWith(...next);
      next[0].querySelector('h3').focus();
    } }, fill(words.more, { n: Math.min(left, AT_ONCE) }));
    shown.push(more);
  }
  return shown;
}

// All claims here of the same proposition that say the opposite, whatever is filtered.
const opposite = (claim) => (disputed[claim]
  ? edges[edgeOfClaim[claim]].claims.filter((other) => propositionOf(other) === propositionOf(claim) && claims.polarity[other] !== claims.polarity[claim]) : []);

// Said not to be so: nothing then "happened or holds".
const isPlainDenial = (claim) => claims.polarity[claim] === 'negated' && claims.modality[claim] === 'actual';

function claimBox(claim) {
  const others = opposite(claim);
  const tags = [
    claims.polarity[claim] === 'negated' ? el('span', { class: 'tag against' }, words.negated) : '',
    ...(isPlainDenial(claim) ? [] : [el('span', { class: 'tag' }, words[claims.modality[claim]])]),
    el('span', { class: 'tag' }, claims.speaker[claim] < 0 ? words.newsroom : `${words.speaker} ${short(actors.name[claims.speaker[claim]], 40)}`),
  ];
  const box = el('article', { class: 'claim' },
    el('h3', { tabindex: -1 }, short(sentence(claim), 600)),
    el('div', {}, ...tags),
    el('p', { class: 'muted' }, supported(claim)),
    others.length ? el('p', { class: 'opposed' }, fill(words.contradicts, { n: others.length }), ' ', short(sentence(others[0]), 300)) : '',
    ...quotes(evidenceOf(claim)),
    measured(claims.relation[claim]));
  box.style.borderLeftColor = colour(groups[relations[claims.relation[claim]].group]);
  return box;
}

// How often this relation was read correctly, where that has been measured.
function measured(relation) {
  const precision = data.card[relation]?.precision;
  return typeof precision === 'number' ? el('p', { class: 'muted' }, fill(words.of_hundred, { relation: label(relations[relation]), n: Math.round(precision * 100) })) : '';
}

function quotes(pieces, from = 0) {
  const first = pieces.findIndex((piece) => piece.id === state.selected?.statement);
  const ordered = from || first <= 0 ? pieces : [pieces[first], ...pieces.filter((_, index) => index !== first)];
  const shown = ordered.slice(from, from + QUOTES_AT_ONCE).map(evidenceBox);
  const left = ordered.length - from - QUOTES_AT_ONCE;
  if (left > 0) {
    const more = el('button', { type: 'button', class: 'link', onclick: () => more.replaceWith(...quotes(ordered, from + QUOTES_AT_ONCE)) }, fill(words.more_quotes, { n: left }));
    shown.push(more);
  }
  return shown;
}

const sureness = (confidence) => words[`confidence_${SURE.filter((level) => confidence >= level).length}`];

function quoteBox(piece) {
  const quote = el('blockquote', { lang: 'id' }, '“', piece.quote[0]);
  if (piece.quote[1]) quote.append(el('mark', {}, piece.quote[1]));
  quote.append(clean(piece.quote[2]), '”');
  return quote;
}

function evidenceFacts(piece) {
  const published = articles.published[piece.article];
  return [
    piece.role ? `${words.role}: ${short(piece.role, 120)}` : null,
    piece.happened ? fill(words.happened, { d: day(piece.happened) }) : null,
    published ? fill(words.published, { d: day(published) }) : words.undated,
    sureness(piece.confidence),
    piece.verified ? words.verified : words.unverified,
    fill(words.number, { id: piece.id }),
  ].filter(Boolean).join(' · ');
}

function evidenceBox(piece) {
  const outlet = short(outletOf(piece), 60);
  return el('figure', { class: piece.id === state.selected?.statement ? 'target' : null }, quoteBox(piece),
    el('figcaption', { class: 'muted' }, outlet ? el('bdi', {}, outlet) : '', outlet ? ' · ' : '', articleLink(piece), el('br'),
      evidenceFacts(piece), ' · ', el('button', { type: 'button', class: 'link', onclick: (event) => linkTo(piece, event.currentTarget) }, words.copy_quote)));
}

function articleLink(piece) {
  const page = webAddress(articles.url[piece.article]);
  if (!page) return words.no_link;
  const link = el('a', { href: quoteAddress(page, piece.quote.join('')), target: '_blank', rel: 'noopener noreferrer' }, fill(words.open, { host: short(page.host, 60) }));
  link.title = short(articles.title[piece.article], 300);
  return link;
}
