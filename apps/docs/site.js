// In the visitor's browser: draws the Mermaid pictures, with a library that only pages with a picture load.
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
