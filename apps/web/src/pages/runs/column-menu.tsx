import { Menu } from '@base-ui/react/menu';
import { useRunsText } from './runs.messages.js';

interface Props {
  columns: readonly { id: string; title: string }[];
  shown: readonly string[];
  onChange: (shown: string[]) => void;
}

/** Which columns the table has. */
export function ColumnMenu({ columns, shown, onChange }: Props) {
  const t = useRunsText();
  return (
    <Menu.Root>
      <Menu.Trigger>{t('columns')} ▾</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="popup-layer">
          <Menu.Popup className="popup">
            {columns.map(({ id, title }) => (
              <Menu.CheckboxItem
                key={id}
                className="menu-item"
                checked={shown.includes(id)}
                onCheckedChange={(checked) =>
                  onChange(columns.map((one) => one.id).filter((one) => (one === id ? checked : shown.includes(one))))
                }
              >
                {title}
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
