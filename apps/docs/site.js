// In the visitor's browser: what typedoc's theme leaves out for keyboards and screen readers, and the pictures.

document.querySelector('.col-content')?.setAttribute('role', 'main');
document.querySelector('#tsd-sidebar-links')?.setAttribute('aria-label', 'Elsewhere');
document.querySelector('.page-menu')?.setAttribute('role', 'complementary');

// What scrolls sideways can be scrolled by keys. The page is hidden at first, and has no sizes then.
const boxes = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});
for (const box of document.querySelectorAll('.tsd-typography :is(.table, pre)')) boxes.observe(box);

// Mermaid pictures are drawn by a library that only pages with a picture load.
const pictures = [...document.querySelectorAll('code.mermaid')];
if (pictures.length > 0) {
  const script = document.createElement('script');
  script.src = `${document.documentElement.dataset.base}assets/mermaid.js`;
  script.onload = async () => {
    const {mermaid} = window;
    const {theme} = document.documentElement.dataset;
    const isDark =
      theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    mermaid.initialize({startOnLoad: false, theme: isDark ? 'dark' : 'neutral'});
    for (const [index, code] of pictures.entries()) {
      const {svg} = await mermaid.render(`picture-${index}`, code.textContent);
      const picture = code.closest('pre');
      picture.className = 'picture';
      picture.innerHTML = svg;
    }
  };
  document.head.append(script);
}
