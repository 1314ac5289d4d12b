/** Takes files by drop, choice or paste, with the limit and the kinds in words. */
import '@mantine/dropzone/styles.css';
import { Button } from '@mantine/core';
import { Dropzone as MantineDropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatBytes } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './Dropzone.module.css';
import { ErrorNote } from './ErrorNote.tsx';

interface DropzoneProps {
  /** File name endings with the point, in the order they are named: `.patch`, `.md`. */
  readonly endings: readonly string[];
  readonly bytesMax: number;
  readonly filesMax: number;
  readonly onFiles: (files: readonly File[]) => void;
  readonly busy?: boolean;
}

/** Pasted text becomes a file; a patch is known by its first words, and where JSON is asked for it is that. */
function pastedFile(text: string, endings: readonly string[]): File {
  if (endings.includes('.json')) return new File([text], 'pasted.json', { type: 'application/json' });
  const patch = /^(From [0-9a-f]{40} |diff --git |--- )/m.test(text);
  return new File([text], patch ? 'pasted.patch' : 'pasted.md', { type: 'text/plain' });
}

/** Text fields take their own pastes. */
const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

export function Dropzone({ endings, bytesMax, filesMax, onFiles, busy = false }: DropzoneProps): ReactNode {
  const { t, language } = useWords();
  const choose = useRef<() => void>(null);
  const [refused, setRefused] = useState<string>();
  const take = (files: readonly File[]): void => {
    setRefused(undefined);
    const wrong = files.find((file) => !endings.some((ending) => file.name.toLowerCase().endsWith(ending)));
    const large = files.find((file) => file.size > bytesMax);
    if (files.length > filesMax) setRefused(t('drop.tooMany', { filesMax }));
    else if (wrong !== undefined)
      setRefused(t('drop.wrongKind', { name: wrong.name, endings: endings.join(' ') }));
    else if (large !== undefined) {
      setRefused(t('drop.tooLarge', { name: large.name, limit: formatBytes(bytesMax, language) }));
    } else if (files.length > 0) onFiles(files);
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      if (takesText(event.target) || event.clipboardData === null) return;
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData('text/plain');
      if (files.length > 0) take(files);
      else if (text.trim() !== '') take([pastedFile(text, endings)]);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });
  return (
    <div className={classes.frame}>
      <MantineDropzone
        className={classes.zone ?? ''}
        onDrop={take}
        onReject={(rejected: readonly { readonly file: File }[]) => take(rejected.map(({ file }) => file))}
        loading={busy}
        // The whole well takes drops; the button inside is the one control for mouse and keyboard.
        activateOnClick={false}
        activateOnKeyboard={false}
        openRef={choose}
        role="group"
        tabIndex={-1}
        aria-label={t('drop.main')}
        inputProps={{ 'aria-label': t('drop.choose') }}
      >
        <IconUpload size={28} stroke={1.5} aria-hidden="true" />
        <span className={classes.main}>{t('drop.main')}</span>
        <Button variant="default" onClick={() => choose.current?.()}>
          {t('drop.choose')}
        </Button>
        <span className={classes.limits}>
          {t('drop.limits', { endings: endings.join(' '), limit: formatBytes(bytesMax, language) })}
        </span>
      </MantineDropzone>
      {refused !== undefined && (
        <ErrorNote fault={{ sentence: refused, advice: t('drop.nothingSent') }} focus />
      )}
    </div>
  );
}
