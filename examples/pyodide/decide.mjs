// Decide claim documents with Python in WebAssembly, and compare with what CPython printed for them.
// Usage: node decide.mjs WHEELS EXPECTED DOCUMENT...
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";

process.once("uncaughtException", (error) => {
  console.error(error.message); // the trace would show a line of Pyodide's own, which is very long
  process.exitCode = 1;
});

const [wheels, expected, ...documents] = process.argv.slice(2);
if (documents.length === 0) throw new Error("usage: node decide.mjs WHEELS EXPECTED DOCUMENT...");

const pyodide = await loadPyodide();
for (const name of readdirSync(wheels).filter((name) => name.endsWith(".whl"))) {
  pyodide.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "wheel"); // a Buffer is refused
}
pyodide.FS.writeFile("decide.py", readFileSync(join(import.meta.dirname, "decide.py")));
const { decide } = pyodide.pyimport("decide");

const told = documents.map((name) => decide(readFileSync(name, "utf8")) + "\n").join("");
process.stdout.write(told.replaceAll(/^\{.*\n/gm, "")); // the words, without the documents
if (told !== readFileSync(expected, "utf8")) {
  console.error("CPython decided otherwise: compare the output of decide.py under both");
  process.exitCode = 1;
}
