// Which lab an address means: `#lab=NAME` is one of the course, `#lab=URL` one from anywhere. Nothing
// here fetches anything.

/** LabAddress is where a lab's file is to be had. */
export interface LabAddress {
  /** Names the lab's record: the name in the course, or the address. */
  readonly key: string;
  /** Where it is, relative to the page for the course's own. */
  readonly url: string;
  /** The site it comes from when that is another one, else ''. */
  readonly site: string;
}

export type ReadAddress = LabAddress | { readonly message: string };

const urlMax = 4000;
const folder = 'labs/';
const namePattern = /^[a-z\d]+(-[a-z\d]+)*$/;

/** isLabLink tells whether a fragment asks for a lab. */
export function isLabLink(fragment: string): boolean {
  return /^#?lab=/.test(fragment);
}

/** labLink is the fragment that opens a lab: by its name, or its address. */
export function labLink(address: LabAddress): string {
  return `#lab=${encodeURIComponent(address.key)}`;
}

/** ownLab is the address of a lab of the course; `file` is its file when known. */
export function ownLab(name: string, file = `${name}.md`): LabAddress {
  return { key: name, url: folder + file, site: '' };
}

/** readLabLink reads `#lab=...`; `base` is the page's own address. */
export function readLabLink(fragment: string, base: string): ReadAddress {
  const refuse = (message: string) => ({ message });
  if (fragment.length > urlMax) return refuse('The link to the lab is too long.');
  let text: string;
  try {
    text = decodeURIComponent(fragment.replace(/^#?lab=/, '')).trim();
  } catch {
    return refuse('The link to the lab is damaged.');
  }
  if (namePattern.test(text)) return ownLab(text);
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return refuse(`“${text.slice(0, 80)}” is neither the name of a lab nor an address.`);
  }
  if (!['https:', 'http:'].includes(url.protocol)) {
    return refuse(`A lab is fetched over http or https, not over ${url.protocol}`);
  }
  url.hash = '';
  const foreign = url.origin !== new URL(base).origin;
  return { key: url.href, url: url.href, site: foreign ? url.host : '' };
}
