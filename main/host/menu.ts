import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { texts, type Language } from './texts.ts';

/** Few items: the page has its own places and commands. What stands here makes the system's keys work. */
export function setMenu(language: Language): void {
  const words = texts[language];
  const template: MenuItemConstructorOptions[] = [
    { label: words.file, submenu: [{ role: 'close', label: words.closeWindow }, { type: 'separator' }, { role: 'quit', label: words.quit }] },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        { type: 'separator' },
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { role: 'resetZoom', label: words.actualSize },
        { type: 'separator' },
        { role: 'togglefullscreen', label: words.fullScreen },
        ...developerItems(),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function developerItems(): MenuItemConstructorOptions[] {
  return app.isPackaged ? [] : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
}
