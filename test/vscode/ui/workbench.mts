/** A person at VS Code's window: what they see and do, by keyboard and mouse. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { vsixPath } from '../../../scripts/lib/package.mts';
import { createTemporaryFolder, removeFolder } from '../host/folders.mts';
import type { Host } from '../host/host.mts';
import { chooseHost } from '../host/host.mts';
import { SCREENSHOTS } from './screenshots.mts';

/** Milliseconds until something must be seen; generous, for a machine that is busy with other things. */
const PATIENCE = 30_000;
/** Milliseconds after which a key press that showed nothing counts as lost. */
const LOST = 3_000;
const TRIES = 10;
const PAUSE = 50;
/** Pixels from a part to the middle of the edge beside it. */
const EDGE = 2;

const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern',
  'editor.fontSize': 13,
  'files.autoSave': 'off',
  'files.exclude': { '.vscode': true },
  'editor.minimap.enabled': false,
  'editor.inlayHints.enabled': 'on',
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.tips.enabled': false,
};

/** The window, with the packaged extension in it and a copy of the test workspace open. */
export interface Workbench {
  readonly page: Page;
  readonly editor: Locator;
  /** The folder that is open. */
  readonly workspace: string;
  close(): Promise<void>;
}

/** Opens a file of the test workspace in a fresh VS Code. */
export async function openWorkbench(file: string, open?: Host['openWindow']): Promise<Workbench> {
  const openWindow = open ?? (await chooseHost()).openWindow;
  const folder = await createTemporaryFolder();
  const workspace = join(folder, 'assistant');
  await cp(join(import.meta.dirname, '../workspace'), workspace, { recursive: true });
  const window = await openWindow({ vsix: await vsixPath(), workspace, file, settings: SETTINGS });
  window.page.setDefaultTimeout(PATIENCE);
  const close = async (): Promise<void> => {
    await window.close();
    await removeFolder(folder);
  };
  return { page: window.page, editor: window.page.locator('.editor-instance'), workspace, close };
}

/** The first line of the editor with this text. */
export function line({ editor }: Workbench, text: string): Locator {
  return editor.locator('.view-line', { hasText: text }).first();
}

/**
 * Where the first word of the editor that is exactly this text is on the screen. For the mouse itself: Playwright's own clicks scroll the
 * parts of the window against each other when something covers the word for a moment.
 */
async function placeOf({ editor }: Workbench, text: string): Promise<{ x: number; y: number }> {
  const word = editor.locator('.view-line span span', { hasText: new RegExp(`^${text}$`) }).first();
  await word.waitFor();
  const box = await word.boundingBox();
  if (!box) throw new Error(`"${text}" is not to be seen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Clicks on a word of the editor. */
export async function clickOn(workbench: Workbench, text: string): Promise<void> {
  const { x, y } = await placeOf(workbench, text);
  await workbench.page.mouse.click(x, y);
}

/** Puts the cursor behind a line's text, wherever in the file the line is. */
export async function goBehind(workbench: Workbench, text: string): Promise<void> {
  const { page } = workbench;
  const input = page.locator('.find-widget.visible textarea, .find-widget.visible input').first();
  await until(workbench, () => page.keyboard.press('ControlOrMeta+F'), input);
  await input.fill(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await line(workbench, text).waitFor();
}

/** Does something again until what it should show is seen: a workbench that is busy loses keys, and closes menus on a change of focus. */
export async function until(workbench: Workbench, act: () => Promise<void>, seen: Locator): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await act();
    try {
      return await seen.first().waitFor({ timeout: LOST });
    } catch (error) {
      if (attempt === TRIES) throw error;
      await workbench.page.keyboard.press('Escape');
    }
  }
}

/** Reads a file until its text is the wanted one; VS Code empties a file before it writes it. Resolves to the text that was read last. */
export async function readUntil(file: string, wanted: string): Promise<string> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const text = await readFile(file, 'utf8');
    if (text === wanted || Date.now() > end) return text;
    await sleep(PAUSE);
  }
}

/** Rests the mouse on a word until the hover with this text shows. */
export async function hoverOver(workbench: Workbench, text: string, shown: string): Promise<void> {
  const { page } = workbench;
  const hover = async (): Promise<void> => {
    await page.mouse.move(0, 0);
    const { x, y } = await placeOf(workbench, text);
    await page.mouse.move(x, y);
  };
  await until(workbench, hover, page.locator('.monaco-hover').getByText(shown));
}

/** Drags the edge between two parts of the window by some pixels. */
export async function dragEdge({ page }: Workbench, part: 'sidebar' | 'panel', by: number): Promise<void> {
  const box = await page.locator(`.part.${part}`).boundingBox();
  if (!box) throw new Error(`There is no ${part} to be seen.`);
  const from =
    part === 'panel' ? { x: box.x + box.width / 2, y: box.y - EDGE } : { x: box.x + box.width + EDGE, y: box.y + box.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + (part === 'panel' ? 0 : by), from.y + (part === 'panel' ? by : 0), { steps: 5 });
  await page.mouse.up();
}

/** Saves what the window shows in {@link SCREENSHOTS}. */
export async function screenshot({ page }: Workbench, name: string): Promise<void> {
  await page.getByText('Activating Extensions').waitFor({ state: 'hidden' });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
