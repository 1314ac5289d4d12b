/** Hands a text to the browser as a file. */

/** Long enough for the browser to have begun reading. */
const revokeAfterMs = 10_000;

/** Saves `text` under `name`; nothing leaves the device. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}
