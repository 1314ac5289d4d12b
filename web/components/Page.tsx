/** A page: the sentence that answers it, its state, and its parts in one column or two. */
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Page.module.css';

interface PageProps {
  /** The document's title, without the product's name. */
  readonly title: string;
  /** The one sentence that answers what people come with: the `h1`. */
  readonly answer: ReactNode;
  /** Where the page stands: "Northwind Tools · Contributions · #4 218". */
  readonly crumbs?: ReactNode;
  readonly chip?: ReactNode;
  /** One line under the answer. */
  readonly note?: ReactNode;
  /** The page's one primary action, where no card holds it. */
  readonly action?: ReactNode;
  /** The second column from 1000 px; below, it follows the first. */
  readonly side?: ReactNode;
  /** The second column comes first on phones: a vote, a signature. */
  readonly sideFirst?: boolean;
  /** Under the side column; on phones the last of all. */
  readonly sideAfter?: ReactNode;
  readonly children?: ReactNode;
}

/** The path whose page last had the focus; the first page of a visit leaves it to the browser. */
let focusedPath = typeof location === 'undefined' ? '' : location.pathname;

export function Page(props: PageProps): ReactNode {
  const { title, answer, crumbs, chip, note, action, side, sideFirst = false, sideAfter, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (location.pathname === focusedPath) return;
    focusedPath = location.pathname;
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.page}>
      <title>{`${title} · Meritlane`}</title>
      <div className={classes.head}>
        {crumbs !== undefined && <p className={classes.crumbs}>{crumbs}</p>}
        <h1 ref={heading} tabIndex={-1} className={classes.answer}>
          {answer}
        </h1>
        {(chip !== undefined || note !== undefined) && (
          <p className={classes.note}>
            {chip} {note}
          </p>
        )}
        {action !== undefined && <div className={classes.action}>{action}</div>}
      </div>
      {side === undefined ? (
        <div className={classes.parts}>{children}</div>
      ) : (
        <div className={classes.columns} data-side-first={sideFirst}>
          <div className={classes.parts}>{children}</div>
          <div className={classes.parts}>{side}</div>
          {sideAfter !== undefined && <div className={classes.parts}>{sideAfter}</div>}
        </div>
      )}
    </div>
  );
}
