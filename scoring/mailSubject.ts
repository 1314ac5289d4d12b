/** The subject of a patch mail as people read it: unfolded, decoded from RFC 2047, without the [PATCH n/m] mark. */

/** Longer titles are cut: they are shown, never scored. */
const TITLE_CHARACTERS_MAX = 200;

function bytesOfQuoted(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const hex = text[i] === '=' ? /^[0-9A-Fa-f]{2}$/.exec(text.slice(i + 1, i + 3)) : null;
    if (hex) {
      bytes.push(Number.parseInt(hex[0], 16));
      i += 2;
    } else bytes.push(text[i] === '_' ? 32 : text.charCodeAt(i) & 255);
  }
  return bytes;
}

function bytesOfBase64(text: string): number[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) continue;
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
    }
  }
  return bytes;
}

/** The title in the lines of a Subject header (the first with, the others without their leading blanks). */
export function mailSubject(lines: readonly string[]): string {
  // Adjacent encoded words belong together: one character may be cut across them.
  const folded = lines
    .join(' ')
    .slice(0, 4_000)
    .replaceAll(/\?= +=\?utf-8\?/gi, '?==?utf-8?');
  const decoded = folded.replaceAll(/(?:=\?utf-8\?[qb]\?[^? ]*\?=)+/gi, (run) => {
    const words = run.matchAll(/=\?utf-8\?([qb])\?([^? ]*)\?=/gi);
    const bytes = [...words].flatMap(([, encoding, text = '']) =>
      encoding?.toLowerCase() === 'b' ? bytesOfBase64(text) : bytesOfQuoted(text),
    );
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
  return decoded.replace(/^ *\[[^\]]*\] */, '').slice(0, TITLE_CHARACTERS_MAX);
}
