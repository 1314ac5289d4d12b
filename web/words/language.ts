/** The two languages, and which one a reader gets. */

/** English or Chinese (simplified); equals. */
export type Language = 'en' | 'zh';

const storageKey = 'meritlane.language';

/** The value of `<html lang>` for each. */
export const languageTags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** Stored choice, then what the browser asks for in its order, then English. */
export function preferredLanguage(stored: string | null, browser: readonly string[]): Language {
  if (stored === 'en' || stored === 'zh') return stored;
  for (const tag of browser) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'en' || primary === 'zh') return primary;
  }
  return 'en';
}

/** The language this reader gets first. */
export const startLanguage = (): Language =>
  preferredLanguage(localStorage.getItem(storageKey), navigator.languages);

/** Keeps a choice for the next visit. */
export const storeLanguage = (language: Language): void => localStorage.setItem(storageKey, language);
