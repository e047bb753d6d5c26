// plotly.js, which the page's head asks for early; it may still be under way.

export const plotly = new Promise((resolve, reject) => {
  if (window.Plotly) resolve(window.Plotly);
  const script = document.getElementById("plotly");
  script?.addEventListener("load", () => resolve(window.Plotly));
  script?.addEventListener("error", () => reject(new Error("plotly.js did not arrive")));
});

export const PLAIN = { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false };
