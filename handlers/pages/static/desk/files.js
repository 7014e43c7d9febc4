// Files: what somebody has chosen or dropped, a folder, single files or a ZIP, as one list.

import { readZip } from "./zip.js";

const NOISE = /(^|\/)(\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|ehthumbs\.db)$|(^|\/)(__MACOSX|@eaDir|\.[^/]+)\//i;
const MOST_PATH = 400;

/** The files of an `<input type="file">`: `{name, files: [{path, size, open}]}`. */
export async function chosen(list) {
  const all = [...list];
  const [first] = all;
  if (all.every(isZip)) return zipped(all);
  const root = first.webkitRelativePath.split("/")[0];
  const pathOf = (file) => file.webkitRelativePath.slice(root.length + 1) || file.name;
  return { name: root || nameOf(all), files: tidy(all.map((file) => plain(pathOf(file), file))) };
}

/** What was dropped on the page: folders are walked through. */
export async function dropped(transfer) {
  const roots = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (roots.length === 1 && roots[0].isDirectory) {
    const files = await walk(roots[0], "");
    return { name: roots[0].name, files: tidy(files) };
  }
  const files = [...transfer.files];
  if (files.length && files.every(isZip)) return zipped(files);
  const parts = await Promise.all(roots.map((root) => walk(root, root.isFile ? "" : root.name)));
  return { name: nameOf(files), files: tidy(parts.flat()) };
}

const isZip = (file) => /\.zip$/i.test(file.name);
const plain = (path, file) => ({ path, size: file.size, open: async () => file });
const nameOf = (files) => (files.length === 1 ? files[0].name : `${files.length} 个文件`);

/** Large exports come in several ZIPs: these are one folder in parts. */
async function zipped(archives) {
  const parts = [];
  for (const archive of archives) parts.push(...(await readZip(archive)));
  const name = archives[0].name.replace(archives.length > 1 ? /(-\d{3})?\.zip$/i : /\.zip$/i, "");
  return { name, files: tidy([...new Map(parts.map((file) => [file.path, file])).values()]) };
}

async function walk(entry, path) {
  if (entry.isFile) {
    const file = await new Promise((found, failed) => entry.file(found, failed));
    return [plain(path || file.name, file)];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((read, failed) => reader.readEntries(read, failed));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await walk(inner, join(path, inner.name))));
  }
}

const join = (folder, name) => (folder ? `${folder}/${name}` : name);

/** Without what systems leave in every folder, and under paths that the service can keep. */
function tidy(files) {
  const wanted = files.filter((file) => !NOISE.test(file.path));
  for (const file of wanted) file.path = keepable(file.path);
  return wanted.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function keepable(path) {
  const whole = path.toWellFormed?.() ?? path;
  const clean = whole.replaceAll("\0", "").replace(/^\/+/, "");
  return clean.length <= MOST_PATH ? clean : `${clean.slice(0, 150)}…${clean.slice(-200)}`;
}
