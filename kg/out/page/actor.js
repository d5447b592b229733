// The card of an actor: names, offices, when it is spoken of, whom it has most to do with, and all its claims.

const NAMES_AT_ONCE = 6;

function actorCard(actor) {
  const own = [...new Set(edgesOfNode[actor].flatMap((edge) => edge.claims))].filter((claim) => visible.claims[claim]);
  const spoken = (claimsBySpeaker.get(actor) ?? []).filter((claim) => visible.claims[claim]);
  return [
    head(name(actor)),
    actorFacts(actor, [...own, ...spoken]),
    otherNames(actors.aliases[actor]),
    el('p', { class: 'act' }, el('button', { type: 'button', id: 'focus', onclick: () => focusOn(actor) }, words.focus)),
    spoken.length ? el('p', { class: 'muted' }, el('button', { type: 'button', class: 'link', onclick: () => onlySaidBy(actor) }, fill(words.as_speaker, { n: spoken.length }))) : '',
    ...roles(own.filter((claim) => claims.subject[claim] === actor && relations[claims.relation[claim]].structural && relations[claims.relation[claim]].group === 'r')),
    ...timeline([...own, ...spoken]),
    ...strongest(actor),
    own.length ? el('h3', { class: 'part' }, words.claims) : '',
    ...claimList(own),
  ];
}

function actorFacts(actor, about) {
  const wikidata = /^Q\d+$/.test(actors.wikidata[actor] ?? '') ? actors.wikidata[actor] : null;
  return el('p', { class: 'muted' }, label(kinds[actors.kind[actor]]),
    ...actors.parties[actor].flatMap((party) => [' · ', partyBadge(party)]),
    ' · ', fill(words.support, { n: actors.articles[actor], m: outletsOf(about) }),
    wikidata ? ' · ' : '',
    wikidata ? el('a', { href: `https://www.wikidata.org/wiki/${wikidata}`, target: '_blank', rel: 'noopener noreferrer' }, `Wikidata ${wikidata}`) : '');
}

const outletsOf = (list) => new Set(list.flatMap((claim) => claims.places[claim]).filter((outlet) => outlets[outlet])).size;

function partyBadge(party) {
  const badge = el('span', { class: 'party' }, party);
  const fill_ = partyColour(parties[party]);
  if (fill_) {
    badge.style.backgroundColor = fill_;
    badge.style.color = state.safe ? inkOn(fill_) : parties[party].ink;
  }
  return badge;
}

function otherNames(aliases) {
  if (!aliases.length) return '';
  const list = (some) => some.flatMap((alias, index) => [index ? ', ' : '', el('bdi', {}, short(alias, 120))]);
  const box = el('p', { class: 'muted' }, `${words.aliases}: `, ...list(aliases.slice(0, NAMES_AT_ONCE)));
  const left = aliases.length - NAMES_AT_ONCE;
  if (left > 0) {
    const more = el('button', { type: 'button', class: 'link', onclick: () => more.replaceWith(', ', ...list(aliases.slice(NAMES_AT_ONCE))) }, fill(words.more, { n: left }));
    box.append(' ', more);
  }
  return box;
}

// Offices: the words of the article for the office, the claim as a sentence, and when.
function roles(list) {
  if (!list.length) return [];
  const rows = inOrder(list).slice(0, 12).map((claim) => {
    const role = evidenceOf(claim).find((piece) => piece.role)?.role;
    return el('li', {}, role ? el('strong', {}, el('bdi', {}, short(role, 80))) : '', role ? ' · ' : '', claimButton(claim),
      el('span', { class: 'muted' }, ` ${period(claims.first[claim], claims.last[claim])}`));
  });
  return [el('h3', { class: 'part' }, words.roles), el('ul', { class: 'rows' }, ...rows)];
}

// How many claims name or quote the actor in each month; a month can be chosen.
function timeline(list) {
  const months = list.map((claim) => claims.last[claim]).filter((date) => DATE.test(date ?? '') && date.length > 4).map((date) => date.slice(0, 7)).sort();
  if (new Set(months).size < 2) return [];
  const all = steps(months[0], months.at(-1)).slice(-120);
  const list_ = all.map((key) => ({ key, articles: months.filter((month) => month === key).length }));
  const picture = bars(list_, 36, () => true);
  const busiest = list_.reduce((one, other) => (other.articles > one.articles ? other : one));
  const text = fill(words.timeline_text, { d1: day(all[0]), d2: day(all.at(-1)), d: day(busiest.key), n: busiest.articles });
  return [el('h3', { class: 'part' }, words.timeline), el('div', { class: 'timeline' }, picture), el('p', { class: 'muted' }, text)];
}

// The others with whom most articles and outlets connect the actor: the strongest claim of each, as a sentence.
function strongest(actor) {
  const best = new Map();
  for (const edge of edgesOfNode[actor]) {
    const other = edge.from === actor ? edge.to : edge.from;
    for (const claim of edge.shown) {
      const entry = best.get(other) ?? { claim, total: 0 };
      entry.total += claims.articles[claim];
      if (claims.articles[claim] > claims.articles[entry.claim]) entry.claim = claim;
      best.set(other, entry);
    }
  }
  if (best.size < 4) return [];
  const rows = [...best.values()].sort((a, b) => b.total - a.total || a.claim - b.claim).slice(0, 5);
  return [el('h3', { class: 'part' }, words.strongest), el('ul', { class: 'rows' }, ...rows.map(({ claim }) => el('li', {}, claimButton(claim),
    el('span', { class: 'muted' }, ` ${supported(claim)}`))))];
}
