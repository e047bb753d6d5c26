// On paper: light, and whole. A field of one line cuts off what is longer, so its place says it too.
import { isDark } from "./colours.js";

// element: that of the whole page.
export function printing(element) {
  let dark;
  addEventListener("beforeprint", () => {
    dark = isDark();
    document.body.classList.remove("dark"); // all that is drawn is drawn anew
    for (const { parentNode, value } of element.querySelectorAll("input[type=text]")) {
      parentNode.dataset.typed = value;
    }
  });
  addEventListener("afterprint", () => document.body.classList.toggle("dark", dark));
}
