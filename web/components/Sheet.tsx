/** A dialog, full height on phones; composed of Mantine's parts, because its whole Modal adds a second banner. */
import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './Sheet.module.css';

interface SheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

export function Sheet({ opened, onClose, title, children }: SheetProps): ReactNode {
  const { t } = useWords();
  const phone = useMediaQuery('(max-width: 47.49rem)');
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      centered={phone !== true}
      size="md"
      padding="lg"
      // Its scroll lock writes a style element, which the content security policy refuses; `global.css` locks instead.
      lockScroll={false}
      yOffset={phone === true ? 0 : '5dvh'}
      xOffset={phone === true ? 0 : '5vw'}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content className={classes.content}>
        <div className={classes.head}>
          <Modal.Title component="h2" className={classes.title}>
            {title}
          </Modal.Title>
          <Modal.CloseButton aria-label={t('common.close')} size="lg" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
