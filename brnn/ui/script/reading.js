// The server's answer to "read", made ready to be looked up word by word.

// Adds `cells(reader, row, word)`, the number that a cell of the figure shows.
export function unpack(answer) {
  const { stage } = answer;
  if (stage.state !== "figure") return answer;
  const memories = {};
  for (const { type, name, z } of stage.figure.data) {
    if (type === "heatmap") memories[name.split(" ")[0]] = numbers(z);
  }
  stage.cells = (reader, row, word) => memories[reader][row * stage.words.length + word];
  return answer;
}

// Plotly's typed array: base64 of little-endian float32.
function numbers({ bdata }) {
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}
