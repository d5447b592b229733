// What was read and how, and what a line means and does not mean.

function showAbout() {
  const figures = Object.entries(data.card).filter(([relation]) => relations[relation]);
  byId('about').replaceChildren(
    el('div', { class: 'head' }, el('h2', { id: 'about-title', tabindex: -1 }, words.about), closeDialog('about')),
    el('h3', {}, words.about_what), el('p', {}, fill(words.about_text, totals)),
    el('p', {}, data.leftOut ? fill(words.about_left_out, { n: data.leftOut }) : words.about_left_out_none),
    el('h3', {}, words.about_meaning), el('p', {}, words.about_means), el('p', {}, words.about_means_not), el('p', {}, words.about_unnamed),
    el('h3', {}, words.about_how), el('p', {}, words.about_confidence),
    figures.length ? measureTable(figures) : el('p', {}, words.about_unmeasured),
    el('h3', {}, words.about_correct), el('p', {}, words.about_correct_text),
    el('h3', {}, words.outlets), el('p', {}, outlets.filter(Boolean).map((outlet) => short(outlet, 60)).join(', ') || words.no_outlet),
  );
}

const closeDialog = (id) => el('button', { type: 'button', class: 'close', 'aria-label': words.close, onclick: () => byId(id).close() }, '×');

function measureTable(figures) {
  const percent = (value) => (typeof value === 'number' ? `${Math.round(value * 100)} %` : '–');
  const columns = ['relation', 'precision', 'recall', 'threshold', 'sample'];
  return el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': words.about_measured }, el('table', {}, el('caption', {}, words.about_measured),
    el('thead', {}, el('tr', {}, ...columns.map((key) => el('th', { scope: 'col' }, words[key])))),
    el('tbody', {}, ...figures.map(([relation, row]) => el('tr', {},
      el('th', { scope: 'row' }, label(relations[relation])),
      ...[percent(row.precision), percent(row.recall), row.threshold ?? '–', row.n ?? '–'].map((value) => el('td', {}, value)))))));
}

function showHelp() {
  byId('keys').replaceChildren(
    el('div', { class: 'head' }, el('h2', { id: 'keys-title', tabindex: -1 }, words.keys), closeDialog('keys')),
    el('table', {}, el('tbody', {}, ...words.key_list.map(([keys, text]) => el('tr', {}, el('th', { scope: 'row' }, ...keys.split(' ').map((key) => el('kbd', {}, key))), el('td', {}, text))))),
  );
}

function openDialog(id, build) {
  build();
  byId(id).showModal();
  byId(id).querySelector('h2').focus();
}
