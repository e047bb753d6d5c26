// On paper: light, and whole. A field of one line cuts off what is longer, so its place says it too.
import { isDark } from "./colours.js";

export const paper = { on: false }; // while the page is printed, whatever theme was chosen

// element: that of the whole page.
export function printing(element) {
  let dark;
  addEventListener("beforeprint", () => {
    dark = isDark();
    paper.on = true;
    document.body.classList.remove("dark"); // all that is drawn is drawn anew
    for (const { parentNode, value } of element.querySelectorAll("input[type=text]")) {
      parentNode.dataset.typed = value;
    }
  });
  addEventListener("afterprint", () => {
    paper.on = false;
    document.body.classList.toggle("dark", dark);
  });
}
