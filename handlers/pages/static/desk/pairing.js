// Pairing: which note (Google's .json, the .xmp of others) tells of which photo, by their names.

const CLIP = 46;
const LONGEST = 51;
const MOST_ALIKE = 100;
const SUPPLEMENT = "supplemental-metadata";
const NUMBERED = /^(.*?)(\(\d+\))$/s;
const FILM = /\.(mp4|mov|m4v|3gp)$/i;
const EDITED =
  /-(edited|effects|smile|mix|collage|bearbeitet|modifié|modifie|editado|editada|modificato|bewerkt|edytowane|редактировано|изменено|編集済み|已修改|已编辑|已編輯|수정됨)$/iu;

/**
 * Pair `notes` (`{path, title}`, a title may be empty) with `photos` (paths), folder by folder.
 *
 * Google cuts `IMG_1.jpg.supplemental-metadata` to 46 characters before it appends `.json`, and
 * moves the number of `IMG_1(1).jpg` behind what is left; formerly it was `IMG_1.jpg.json`. An
 * edited copy and the film of a live photo have the note of their photo. Gives `told`, a Map of
 * each photo's notes, and the Sets `alone` and `unclear` of notes without one photo of their own.
 */
export function pair(photos, notes) {
  const folders = new Map();
  const at = (path) => {
    const [folder, name] = parted(path);
    if (!folders.has(folder)) folders.set(folder, { photos: [], notes: [] });
    return [folders.get(folder), { path, name }];
  };
  for (const path of photos) {
    const [folder, photo] = at(path);
    folder.photos.push(photo);
  }
  for (const { path, title } of notes) {
    const [folder, note] = at(path);
    folder.notes.push({ ...note, title });
  }
  const found = { told: new Map(), alone: new Set(), unclear: new Set() };
  for (const folder of folders.values()) pairInFolder(folder, found);
  return found;
}

const parted = (path) => {
  const cut = path.lastIndexOf("/");
  return [path.slice(0, cut + 1), path.slice(cut + 1)];
};

function pairInFolder({ photos, notes }, { told, alone, unclear }) {
  const index = { ...indexed(photos), rivals: new Map() };
  for (const note of notes) push(index.rivals, parts(note.name).bodies[0], note.title);
  const orphans = new Map();
  for (const note of notes) {
    const meant = claimed(note, index);
    if (meant.length > 1) unclear.add(note.path);
    else if (meant.length) push(told, meant[0].path, note.path);
    else push(orphans, assumed(note.name), note.path);
  }
  for (const path of [...orphans.values()].flat()) alone.add(path);
  for (const photo of photos) {
    const inherited = told.has(photo.path) ? [] : ofItsShot(photo, index, told, orphans);
    if (inherited.length) told.set(photo.path, inherited);
    for (const path of inherited) alone.delete(path);
  }
}

/** Photos by whole name, by what a clip leaves of it, and by the name without its ending. */
function indexed(photos) {
  const index = { whole: new Map(), clipped: new Map(), stem: new Map() };
  for (const photo of photos) {
    const names = readings(photo.name);
    for (const [name, number] of names) {
      push(index.whole, key(name, number), photo);
      push(index.stem, key(stemOf(name), number), photo);
    }
    const [name, number] = names.at(-1);
    for (const clip of clips(name)) push(index.clipped, clip, { ...photo, number });
  }
  return index;
}

/** `IMG_1(1).jpg` may be just that, or the second `IMG_1.jpg`. */
function readings(name) {
  const numbered = NUMBERED.exec(stemOf(name));
  return numbered ? [[name, ""], [numbered[1] + endingOf(name), numbered[2]]] : [[name, ""]];
}

/** What is left of a name that is too long, by UTF-16 units or by characters. */
function clips(name) {
  const units = name.slice(0, CLIP).replace(/\p{Cs}/gu, "");
  const characters = [...name].slice(0, CLIP).join("");
  return new Set([units, characters].filter((clip) => clip !== name));
}

/** The photos that a note may mean: one, if all is well. */
function claimed(note, index) {
  const { bodies, number } = parts(note.name);
  const lookUp = (names) => bodies.map((body) => names.get(key(body, number))).find(Boolean);
  const cut = index.clipped.get(bodies[0]);
  return (
    lookUp(index.whole) ??
    (cut && byTitle(note.title, number, cut, index.rivals.get(bodies[0]))) ??
    oneShot(entitled(note.title, lookUp(index.stem) ?? []))
  );
}

/**
 * Of names that are the same once they are cut. A photo of the note's number comes first: another's
 * `(1)` may read as the end of the title. A number that no photo bears tells apart notes of
 * different titles; where two of these would do, it is that of a photo that is not here.
 */
function byTitle(title, number, cut, titles) {
  if (cut.length > MOST_ALIKE) return cut;
  const same = entitled(title, cut.filter((photo) => photo.number === number));
  if (same.length || !title) return same;
  const meant = bestEntitled(title, cut);
  const claims = (photo) => titles.filter((one) => bestEntitled(one, cut).includes(photo)).length;
  return titles.length > 1 ? meant.filter((photo) => claims(photo) === 1) : [];
}

/** A name without its ending may be a cut one: a title that is another's says so. */
const entitled = (title, photos) => (title ? bestEntitled(title, photos) : photos);

/** Those whose names a title became; Google replaces signs, and cuts. */
function bestEntitled(title, photos) {
  const [wanted, ending] = [bare(stemOf(title)), endingOf(title).toLowerCase()];
  const starting = photos.filter(
    ({ name }) =>
      ["", endingOf(name).toLowerCase()].includes(ending) &&
      stems(name).some((one) => wanted === one || (isCut(name) && wanted.startsWith(one))),
  );
  const equal = starting.filter(({ name }) => stems(name).includes(wanted));
  return equal.length ? equal : starting;
}

/** Whether Google may have cut a photo's own name, which it does at 51; half a sign goes, too. */
const isCut = (name) => readings(name).at(-1)[0].length >= LONGEST - 1;

const stems = (name) => readings(name).map(([one]) => bare(stemOf(one)));

const bare = (text) =>
  text
    .replace(/&#?\w+;/g, "")
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu, "") || text;

/** What may stand before the ending of a note, as it is and without the supplement; its number. */
function parts(name) {
  const [, rest, number] = NUMBERED.exec(stemOf(name)) ?? [null, stemOf(name), ""];
  const dot = rest.lastIndexOf(".");
  const supplemented = dot > 0 && SUPPLEMENT.startsWith(rest.slice(dot + 1));
  return { bodies: supplemented ? [rest, rest.slice(0, dot)] : [rest], number };
}

/** A photo and its film are one shot, and the photo stands for both. */
function oneShot(photos) {
  const stills = photos.filter((photo) => !FILM.test(photo.name));
  return stills.length ? stills : photos;
}

/** The notes of the shot of which this is an edited copy, or the film. */
function ofItsShot(photo, index, told, orphans) {
  for (const [name, number] of readings(photo.name)) {
    const original = stemOf(name).replace(EDITED, "");
    if (original === stemOf(name) && !FILM.test(name)) continue;
    const shot = key(original, number);
    const other = oneShot(index.stem.get(shot) ?? []).find((one) => told.has(one.path));
    const notes = other ? told.get(other.path) : orphans.get(shot);
    if (notes) return notes;
  }
  return [];
}

/** The shot of which a note is that has no photo here. */
function assumed(name) {
  const { bodies, number } = parts(name);
  return key(stemOf(bodies.at(-1)), number);
}

const key = (name, number) => `${number}/${name}`;

function endingOf(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot) : "";
}

const stemOf = (name) => name.slice(0, name.length - endingOf(name).length);

function push(map, at, value) {
  if (map.has(at)) map.get(at).push(value);
  else map.set(at, [value]);
}
