/** Small secrets that stay in this browser, as JSON. */

/** What is kept under a key; undefined where nothing is, or something else. */
export const kept = <S>(key: string, isSecret: (value: unknown) => value is S): S | undefined => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isSecret(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
};
/** Throws where the browser keeps nothing. */
export const keep = (key: string, secret: unknown): void => localStorage.setItem(key, JSON.stringify(secret));
