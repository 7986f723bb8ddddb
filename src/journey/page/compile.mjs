// Compiles Python to the bytecode of the Python that the page runs, so that it starts in half the
// time. node compile.mjs FOLDER: FOLDER/source.zip in, FOLDER/compiled.zip out; Pyodide lies there.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = path.resolve(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
const python = await loadPyodide({
  packageBaseUrl: "/none",
  lockFileContents: fs.readFileSync(path.join(folder, "lock.json"), "utf8"),
  env: { PYTHONHASHSEED: "0" }, // sets keep their order, so that the bytes are the same each time
});
python.FS.writeFile("/source.zip", new Uint8Array(fs.readFileSync(path.join(folder, "source.zip"))));
python.runPython(`
import importlib._bootstrap_external as machinery, io, zipfile

with zipfile.ZipFile("/source.zip") as source, zipfile.ZipFile("/compiled.zip", "w") as compiled:
    for name in source.namelist():
        data = source.read(name)
        if name.endswith(".py"):
            # Without docstrings, which nobody reads there.
            code = compile(data, name, "exec", dont_inherit=True, optimize=2)
            # Never compared with a source: there is none in the page.
            data = machinery._code_to_hash_pyc(code, b"\\0" * 8, False)
            name += "c"
        compiled.writestr(zipfile.ZipInfo(name), data)
`);
fs.writeFileSync(path.join(folder, "compiled.zip"), python.FS.readFile("/compiled.zip"));
