// What arrives once with the page (`given` of brnn/ui/files.py) and stays as it is: constants, look (of
// brnn/figures/look.py), the templates of figures and themes, and where plotly.js is.
export const given = {};

export function receive(arrived) {
  Object.assign(given, arrived);
}
