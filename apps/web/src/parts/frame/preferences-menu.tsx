import { Menu } from '@base-ui/react/menu';
import { CHOICES, prefer, usePreferences, type Preferences } from '../../kit/preferences/preferences.js';
import { usePreferencesText } from './preferences.messages.js';

/** Colours, language and how times are told. */
export function PreferencesMenu() {
  const t = usePreferencesText();
  const preferences = usePreferences();
  const names = Object.keys(CHOICES) as (keyof Preferences)[];
  return (
    <Menu.Root>
      <Menu.Trigger className="quiet icon-button" aria-label={t('settings')}>
        <svg viewBox="0 0 20 20" className="icon" aria-hidden="true">
          <path d="M3 5.5h7m4 0h3M3 14.5h3m4 0h7M12 3.5v4M8 12.5v4" />
        </svg>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6} className="popup-layer">
          <Menu.Popup className="popup">
            {names.map((name) => (
              <Menu.RadioGroup
                key={name}
                className="menu-group"
                value={preferences[name]}
                onValueChange={(value) => prefer({ [name]: value as string })}
              >
                <Menu.GroupLabel className="menu-label">{t(name)}</Menu.GroupLabel>
                {CHOICES[name].map((value) => (
                  <Menu.RadioItem key={value} value={value} className="menu-item" closeOnClick={false}>
                    {t(value)}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
