// Python runs here, away from the page, and answers what the page asks. Everything it needs came
// with the page: its own requests are answered from that, and nothing is asked of any network.
"use strict";

const FOLDER = "/journey/";
let python;
let desk;

const unpacked = (packed) =>
  new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
const bytes = async (packed) => new Uint8Array(await new Response(unpacked(packed)).arrayBuffer());
const module = async (script) =>
  typeof script === "string"
    ? script
    : URL.createObjectURL(new Blob([await bytes(script)], { type: "text/javascript" }));

async function start({ parts, modules, lock, files, site }) {
  const say = (step) => postMessage({ step });
  say("step_unpack");
  const types = { "pyodide.asm.wasm": "application/wasm", "python.zip": "application/zip" };
  self.fetch = async (url) => {
    const name = String(url).split("/").pop();
    if (!(name in types)) throw new TypeError(`${name} is no part of this page`);
    return new Response(unpacked(parts[name]), { headers: { "content-type": types[name] } });
  };
  const [pyodide, assembly] = await Promise.all(modules.map(async (m) => import(await module(m))));
  say("step_python");
  const library = bytes(parts["library.zip"]);
  python = await pyodide.loadPyodide({
    indexURL: "https://page.invalid/", // a name for `fetch` above, never asked for
    packageBaseUrl: "https://page.invalid/",
    stdLibURL: "https://page.invalid/python.zip",
    lockFileContents: lock,
    createPyodideModule: assembly.default,
    env: { HOME: FOLDER, PYDANTIC_DISABLE_PLUGINS: "__all__" },
  });
  say("step_library");
  python.unpackArchive(await library, "zip", { extractDir: site });
  for (const file of files) put(file);
  desk = python.runPython(
    "from pathlib import Path; from journey.page.bridge import Desk; Desk(Path.home())",
  );
}

function put({ name, data }) {
  python.FS.writeFile(FOLDER + name, new Uint8Array(data));
}

function answer(method, given) {
  const said = desk.ask(method, JSON.stringify(given));
  if (typeof said === "string") return JSON.parse(said);
  const data = said.toJs();
  said.destroy();
  return data;
}

let ready;
onmessage = async ({ data: { id, method, given, file, begin } }) => {
  try {
    if (begin) {
      ready = start(begin);
      await ready;
      postMessage({ step: "ready" });
      return;
    }
    await ready;
    if (file) put(file);
    postMessage({ id, answer: answer(method, given) });
  } catch (error) {
    postMessage({ id, failed: String(error.message ?? error).trim() });
  }
};
