// The card: the claims behind a line, or an actor with its claims; each claim with its quotes.

const AT_ONCE = 20;

function showCard() {
  const card = byId('card');
  card.classList.toggle('empty', !state.selected);
  card.replaceChildren(...(state.selected ? (state.selected.type === 'node' ? actorCard(state.selected.node) : edgeCard(edges[state.selected.edge])) : emptyCard()));
  card.scrollTop = 0;
}

const nameButton = (actor) => el('button', { type: 'button', class: 'link', onclick: () => choose({ type: 'node', node: actor }) }, el('bdi', {}, short(actors.name[actor], 120)));
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
  const symmetric = edge.symmetric ? ' – ' : ' → ';
  return [
    head(nameButton(edge.from), symmetric, nameButton(edge.to)),
    el('p', { class: 'muted' }, groups[edge.group].label),
    ...claimList(edge.claims.filter((claim) => visible.claims[claim])),
  ];
}

function actorCard(actor) {
  const link = actors.wikidata[actor] && /^Q\d+$/.test(actors.wikidata[actor])
    ? el('a', { href: `https://www.wikidata.org/wiki/${actors.wikidata[actor]}`, target: '_blank', rel: 'noopener noreferrer' }, `Wikidata ${actors.wikidata[actor]}`)
    : null;
  const own = [...new Set(edgesOfNode[actor].flatMap((edge) => edge.claims))].filter((claim) => visible.claims[claim]);
  const spoken = (claimsBySpeaker.get(actor) ?? []).filter((claim) => visible.claims[claim]);
  const aliases = actors.aliases[actor];
  return [
    head(name(actor)),
    el('p', { class: 'muted' }, kinds[actors.kind[actor]].label, ' · ', fill(words.support, { n: actors.articles[actor], m: outletsOf(own) }), link ? ' · ' : '', link ?? ''),
    aliases.length ? el('p', { class: 'muted' }, `${words.aliases}: `, ...aliases.flatMap((alias, i) => [i ? ', ' : '', el('bdi', {}, short(alias, 120))])) : '',
    el('p', { class: 'act' }, el('button', { type: 'button', id: 'focus', onclick: () => focusOn(actor) }, words.focus)),
    spoken.length ? el('p', { class: 'muted' }, el('button', { type: 'button', class: 'link', onclick: () => onlySaidBy(actor) }, fill(words.as_speaker, { n: spoken.length }))) : '',
    ...claimList(own),
  ];
}

const outletsOf = (list) => new Set(list.flatMap((claim) => evidenceOf(claim).map((piece) => articles.outlet[piece.article]).filter(Boolean))).size;

// What is denied and what is affirmed of the same proposition stand together.
function inOrder(list) {
  const proposition = (claim) => `${claims.subject[claim]} ${claims.relation[claim]} ${claims.object[claim]}`;
  const weight = (claim) => claims.outlets[claim] * 1000 + claims.articles[claim];
  const strongest = new Map();
  for (const claim of list) strongest.set(proposition(claim), Math.max(strongest.get(proposition(claim)) ?? 0, weight(claim)));
  return [...list].sort((a, b) => strongest.get(proposition(b)) - strongest.get(proposition(a))
    || proposition(a).localeCompare(proposition(b)) || rank(a) - rank(b) || weight(b) - weight(a) || a - b);
}

function claimList(list, from = 0) {
  const ordered = from ? list : inOrder(list);
  const shown = ordered.slice(from, from + AT_ONCE).map(claimBox);
  const left = ordered.length - from - AT_ONCE;
  if (left > 0) {
    const more = el('button', { type: 'button', onclick: () => more.replaceWith(...claimList(ordered, from + AT_ONCE)) }, fill(words.more, { n: Math.min(left, AT_ONCE) }));
    shown.push(more);
  }
  return shown;
}

const opposite = (claim) => edges[edgeOfClaim[claim]].claims.filter((other) => visible.claims[other]
  && claims.relation[other] === claims.relation[claim] && claims.polarity[other] !== claims.polarity[claim]);

function claimBox(claim) {
  const against = opposite(claim).length;
  const tags = [
    claims.polarity[claim] === 'negated' ? el('span', { class: 'tag against' }, words.negated) : null,
    el('span', { class: 'tag' }, words[claims.modality[claim]]),
    el('span', { class: 'tag' }, claims.speaker[claim] < 0 ? words.newsroom : `${words.speaker} ${short(actors.name[claims.speaker[claim]], 40)}`),
    against ? el('span', { class: 'tag against' }, fill(words.contradicts, { n: against })) : null,
  ].filter(Boolean);
  const box = el('article', { class: 'claim' }, el('h3', {}, claims.sentence[claim]), el('div', {}, ...tags),
    el('p', { class: 'muted' }, fill(words.support, { n: claims.articles[claim], m: claims.outlets[claim] })),
    ...evidenceOf(claim).slice(0, 5).map(evidenceBox));
  box.style.borderLeftColor = colour(groups[relations[claims.relation[claim]].group]);
  return box;
}

function evidenceBox(piece) {
  const quote = el('blockquote', { lang: 'id' }, '“', piece.quote[0]);
  if (piece.quote[1]) quote.append(el('mark', {}, piece.quote[1]));
  quote.append(clean(piece.quote[2]), '”');
  const outlet = articles.outlet[piece.article];
  const facts = [
    piece.role ? `${words.role}: ${clean(piece.role)}` : null,
    piece.happened ? fill(words.happened, { d: day(piece.happened) }) : null,
    articles.published[piece.article] ? fill(words.published, { d: day(articles.published[piece.article]) }) : words.undated,
    words[`confidence_${piece.confidence >= 0.95 ? 4 : piece.confidence >= 0.85 ? 3 : piece.confidence >= 0.7 ? 2 : 1}`],
    fill(words.number, { id: piece.id }),
  ].filter(Boolean);
  return el('figure', {}, quote,
    el('figcaption', { class: 'muted' }, outlet ? el('bdi', {}, outlet) : '', outlet ? ' · ' : '', articleLink(piece), el('br'), facts.join(' · ')));
}

function articleLink(piece) {
  const page = webAddress(articles.url[piece.article]);
  if (!page) return words.no_link;
  const link = el('a', { href: quoteAddress(page, piece.quote.join('')), target: '_blank', rel: 'noopener noreferrer' }, fill(words.open, { host: short(page.host, 60) }));
  link.title = clean(articles.title[piece.article]);
  return link;
}
