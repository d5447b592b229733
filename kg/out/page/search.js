// Search: any name of an actor; the beginning counts most, then the beginning of a word, then any place.

let searchIndex = null;
const names = () => (searchIndex ??= nodes.map(({ id }) => [actors.name[id], ...actors.aliases[id]].map((text) => [fold(text), text])));

function find(query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const parts = wanted.split(' ');
  const grade = (text) => (text === wanted ? 0 : text.startsWith(wanted) ? 1 : ` ${text}`.includes(` ${wanted}`) ? 2
    : parts.every((word) => text.includes(word)) ? 3 : 9);
  return best((text) => grade(text)).filter(({ score }) => score < 9).slice(0, 12);
}

// The actors in the order of the best score that one of their names gets; of equals the most reported first.
function best(score) {
  const hits = names().map((list, actor) => {
    let hit = { actor, score: Infinity, text: '' };
    for (const [folded, text] of list) {
      const value = score(folded);
      if (value < hit.score) hit = { actor, score: value, text };
    }
    return hit;
  });
  return hits.sort((a, b) => a.score - b.score || actors.articles[b.actor] - actors.articles[a.actor] || a.actor - b.actor);
}

// The three names that share most pairs of letters with what was typed.
function nearest(query) {
  const pairs = (text) => new Set([...text].slice(1).map((_, index) => text.slice(index, index + 2)));
  const wanted = pairs(fold(query).slice(0, 60));
  if (!wanted.size) return [];
  const distance = (text) => {
    const own = pairs(text.slice(0, 60));
    const common = [...wanted].filter((pair) => own.has(pair)).length;
    return 1 - (2 * common) / (wanted.size + own.size || 1);
  };
  return best(distance).filter(({ score }) => score < 0.6).slice(0, 3);
}

const nearHits = (hits) => hits.some(({ elsewhere }) => !elsewhere);

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
    for (const item of list.querySelectorAll('[id]')) item.setAttribute('aria-selected', String(item.id === `hit-${index}`));
    if (index < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `hit-${index}`);
  };
  const take = (index) => {
    const { actor, elsewhere } = hits[index] ?? {};
    if (elsewhere) location.search = `actor=${encodeURIComponent(elsewhere)}`;
    if (actor === undefined) return;
    close();
    input.value = '';
    if (!visible.nodes[actor] && state.focus >= 0) focusOn(-1);
    choose({ type: 'node', node: actor }, { toCard: true });
  };
  const item = ({ actor, text, elsewhere }, index) => (elsewhere ? el('li', { id: `hit-${index}`, role: 'option', onmousedown: (event) => { event.preventDefault(); take(index); } }, fill(words.search_all, { q: short(elsewhere, 60) })) : el('li', { id: `hit-${index}`, role: 'option', onmousedown: (event) => { event.preventDefault(); take(index); } },
    name(actor), text === actors.name[actor] ? '' : el('span', { class: 'muted' }, ' (', el('bdi', {}, short(text, 60)), ')'),
    el('span', { class: 'muted' }, ` · ${label(kinds[actors.kind[actor]])} · ${fill(words.article_count, { n: actors.articles[actor] })}`)));
  const update = () => {
    const found = find(input.value);
    hits = found.length ? found : nearest(input.value);
    if (data.live && input.value.trim()) hits = [...hits, { elsewhere: input.value.trim() }];
    const missing = !found.length && input.value.trim() ? [el('li', { role: 'option', 'aria-disabled': 'true' }, nearHits(hits) ? words.near_hits : words.no_hit)] : [];
    list.replaceChildren(...missing, ...hits.map(item));
    list.hidden = !list.children.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    mark(found.length ? 0 : -1);
    if (missing.length) speak(missing[0].textContent);
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
