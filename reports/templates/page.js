// What the page does beyond being read: the requirement filters, kept in the address, and what a link leads to
// is opened. Without this script everything is there, unfiltered.
(() => {
  'use strict';
  const form = document.getElementById('filters');
  const shown = document.getElementById('shown');
  const rows = Array.from(document.querySelectorAll('.requirements tbody tr'));
  const mark = '#filter:';
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const wanted = () => {
    const data = new FormData(form);
    const choice = new URLSearchParams();
    for (const [name, value] of data) if (value !== '') choice.append(name, value);
    return choice;
  };

  const fits = (row, choice) => {
    const verdicts = choice.getAll('verdict');
    if (verdicts.length > 0 && !verdicts.includes(row.dataset.verdict)) return false;
    for (const name of ['level', 'section', 'baseline', 'area', 'standing']) {
      if (choice.get(name) !== null && choice.get(name) !== row.dataset[name]) return false;
    }
    const since = choice.get('since');
    if (since !== null && !row.dataset.since.split(' ').includes(since)) return false;
    const text = (choice.get('text') || '').toLowerCase().split(/\s+/);
    return text.every((word) => words.get(row).includes(word));
  };

  const apply = (choice) => {
    let count = 0;
    for (const row of rows) {
      row.hidden = !fits(row, choice);
      if (!row.hidden) count += 1;
    }
    shown.textContent = count === rows.length ? `All ${count} requirements are shown.`
      : `${count} of ${rows.length} requirements are shown.`;
  };

  const keep = (choice) => {
    const text = choice.toString();
    const address = text === '' ? location.pathname + location.search : mark + text;
    // A page inside a sandboxed frame has no history to change; its filters work all the same.
    try { history.replaceState(null, '', address); } catch { return; }
  };

  const read = () => {
    const choice = new URLSearchParams(location.hash.startsWith(mark) ? location.hash.slice(mark.length) : '');
    for (const field of form.elements) {
      if (field.type === 'checkbox') field.checked = choice.getAll(field.name).includes(field.value);
      else if (field.name) field.value = choice.get(field.name) || '';
    }
    apply(wanted());
  };

  const show = (target) => {
    for (let each = target; each !== null; each = each.parentElement) {
      if (each.tagName === 'DETAILS') each.open = true;
      if (each.hidden) {
        form.reset();
        apply(wanted());
      }
    }
    target.scrollIntoView({ block: 'nearest' });
  };

  const follow = () => {
    if (location.hash.startsWith(mark)) { read(); return; }
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) show(target);
  };

  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => { const choice = wanted(); apply(choice); keep(choice); });
  form.addEventListener('reset', () => setTimeout(() => { apply(wanted()); if (location.hash.startsWith(mark)) keep(wanted()); }));
  window.addEventListener('hashchange', follow);
  // For browsers whose style cannot open what is closed.
  window.addEventListener('beforeprint', () => {
    for (const each of document.querySelectorAll('details:not(.entry):not(.entries)')) each.open = true;
  });
  read();
  follow();
})();
