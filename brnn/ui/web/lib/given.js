// What arrives once with the page (props of brnn/ui/page.py) and stays as it is: constants, look (of
// brnn/figures/look.py), and the templates of figures and themes.
export const given = {};

export function receive(props) {
  Object.assign(given, props);
}
