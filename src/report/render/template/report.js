// Swaps each figure's picture for the live drawing, one after another so that the page stays responsive.
async function drawFigures() {
  for (const figure of document.querySelectorAll('figure.figure')) {
    /** @type {HTMLElement | null} */
    const live = figure.querySelector('.live');
    const json = figure.querySelector('script')?.textContent;
    if (!live || !json) continue;
    try {
      const { data, layout, height } = JSON.parse(json);
      const { width, ...rest } = layout;
      figure.classList.add('is-live');
      await Plotly.newPlot(
        live,
        data,
        { paper_bgcolor: 'white', plot_bgcolor: 'white', ...rest, height, autosize: true },
        { responsive: true, displaylogo: false },
      );
    } catch (error) {
      // The picture stays, and the console tells why.
      figure.classList.remove('is-live');
      live.replaceChildren();
      console.error(error);
    }
    await new Promise((done) => setTimeout(done));
  }
  document.documentElement.dataset.figures = 'drawn';
}

function switchCode() {
  /** @type {HTMLButtonElement | null} */
  const button = document.querySelector('.code-switch');
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const all = document.querySelectorAll('details.code');
  if (!button) return;
  button.hidden = all.length === 0;
  let open = false;
  button.addEventListener('click', () => {
    open = !open;
    button.textContent = open ? 'Hide all code' : 'Show all code';
    for (const details of all) details.open = open;
  });
}

// Marks the chapter and section being read in the table of contents.
function followReading() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const found = document.querySelectorAll('.contents a');
  const links = [...found];
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let pending = false;
  const mark = () => {
    pending = false;
    const line = window.innerHeight / 4;
    let current = targets.findLastIndex((target) => target && target.getBoundingClientRect().top <= line);
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    if (atEnd && window.scrollY > 0) current = links.length - 1;
    links.forEach((link, i) => {
      if (i === Math.max(current, 0)) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  };
  const soon = () => {
    if (!pending) requestAnimationFrame(mark);
    pending = true;
  };
  window.addEventListener('scroll', soon, { passive: true });
  window.addEventListener('resize', soon);
  mark();
}

switchCode();
followReading();
if ('Plotly' in window) drawFigures();
