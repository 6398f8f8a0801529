import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import './drawer.css';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  closeTitle: string;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Over the edge of the page, which stays in use; Escape closes it. */
export function Drawer({ isOpen, onClose, title, closeTitle, actions, children }: Props) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()} modal={false} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Popup className="drawer">
          <header>
            <Dialog.Title className="drawer-title">{title}</Dialog.Title>
            {actions}
            <Dialog.Close className="quiet icon-button" aria-label={closeTitle}>
              ✕
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
