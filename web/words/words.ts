/** Words by id: loads a language, and turns an id and its values into a sentence. */
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { useSyncExternalStore } from 'react';
import { en } from './en.ts';
import { type Language, languageTags, startLanguage, storeLanguage } from './language.ts';

/** The id of a sentence; one that does not exist does not compile. */
export type WordId = keyof typeof en;

/** The arguments of a sentence; numbers, dates and plurals are formatted by its ICU text. */
type WordValues = Readonly<Record<string, string | number | bigint>>;

/** Turns an id and its values into a sentence of the chosen language. */
export type Translate = (id: WordId, values?: WordValues) => string;

const i18n = setupI18n();
i18n.setMessagesCompiler(compileMessage);
i18n.load('en', en);
i18n.activate('en', ['en-GB']);

/** The sentence of an id in the current language. Prefer `useWords`, which follows a change of language. */
const translate: Translate = (id, values) => i18n._(id, values === undefined ? {} : { ...values });

/** Tells whether an id known only at run time (an error code, a score reason) has words. */
export const isWordId = (id: string): id is WordId => Object.hasOwn(en, id);

let loadedChinese = false;
let chineseErrors: Readonly<Record<string, string>> = {};

/** The Chinese sentence of an error code while Chinese is chosen; English ones come with the error itself. */
export const chineseErrorOf = (code: string): string | undefined =>
  i18n.locale === 'zh' ? chineseErrors[code] : undefined;

/** Switches the language, loading Chinese words and their font's style sheet when they are first needed. */
async function chooseLanguage(language: Language): Promise<void> {
  if (language === 'zh' && !loadedChinese) {
    const [{ zh }, { errorsZh }] = await Promise.all([import('./zh.ts'), import('./errors.zh.ts')]);
    i18n.load('zh', zh);
    chineseErrors = errorsZh;
    loadedChinese = true;
    // 31 kB of ranges: only who reads Chinese fetches them, and only glyphs that no system font has.
    void import('./chineseFont.ts');
  }
  i18n.activate(language, [language === 'zh' ? 'zh-CN' : 'en-GB']);
  document.documentElement.lang = languageTags[language];
}

/** Loads the language of this reader; called once before the first render. */
export const loadWords = (): Promise<void> => chooseLanguage(startLanguage());

/** Switches the language and keeps the choice. */
export async function changeLanguage(language: Language): Promise<void> {
  storeLanguage(language);
  await chooseLanguage(language);
}

const subscribe = (listener: () => void): (() => void) => i18n.on('change', listener);
const currentLanguage = (): Language => (i18n.locale === 'zh' ? 'zh' : 'en');

/** Returns `t` and the language; the component renders again when the language changes. */
export function useWords(): { readonly t: Translate; readonly language: Language } {
  const language = useSyncExternalStore(subscribe, currentLanguage);
  return { t: translate, language };
}
