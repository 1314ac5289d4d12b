/** Markdown that somebody else wrote: no raw HTML, no images, links that tell nothing to where they lead. */
import type { ReactNode } from 'react';
import Markdown from 'react-markdown';
import classes from './Prose.module.css';

/** Headings sit one level under the card's own, whatever level the author chose. */
const parts = { h1: 'h3', h2: 'h3', h3: 'h3', h4: 'h3', h5: 'h3', h6: 'h3' } as const;

export function Prose({ text }: { readonly text: string }): ReactNode {
  return (
    <div className={classes.prose}>
      <Markdown
        skipHtml
        disallowedElements={['img']}
        components={{
          ...parts,
          a: ({ href, children }) => (
            <a href={href} rel="noreferrer noopener nofollow" target="_blank">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}
