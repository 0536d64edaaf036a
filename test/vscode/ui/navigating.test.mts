import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workbench } from './workbench.mts';
import { clickOn, dragEdge, goBehind, line, openWorkbench, readUntil, screenshot, until } from './workbench.mts';

const ACCOUNT = 'serviceAccountName: assistant-gateway';

describe('Across files, in the window', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench('gateway.yaml');
    await dragEdge(workbench, 'sidebar', -110);
    await workbench.editor.locator('.squiggly-warning').first().waitFor();
  });

  after(() => workbench?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed' && workbench) {
      await screenshot(workbench, `failed: ${this.currentTest.title}`.replaceAll(/\W+/g, '-'));
    }
  });

  /** Takes a picture on the dark theme, and one on the light theme. */
  async function pictures(name: string, seen: string): Promise<void> {
    const { page } = workbench;
    await screenshot(workbench, name);
    await theme('Default Light Modern', '.vs');
    await page.locator(seen).first().waitFor();
    await screenshot(workbench, `${name}-light`);
    await theme('Default Dark Modern', '.vs-dark');
  }

  async function theme(name: string, shown: string): Promise<void> {
    const folder = join(workbench.workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': name }));
    await workbench.page.locator(`.monaco-workbench${shown}`).waitFor();
  }

  it('what selects a workload is counted above it, and shown beside it', async () => {
    const { page, editor } = workbench;
    const lens = editor.locator('.contentWidgets .codelens-decoration a', { hasText: 'selected by' });
    await lens.waitFor();
    await until(workbench, () => lens.click(), page.locator('.peekview-widget'));
    await page.locator('.peekview-widget .reference-file', { hasText: 'services.yaml' }).waitFor();
    await pictures('selected-by', '.peekview-widget');
    await page.keyboard.press('Escape');
    await page.locator('.peekview-widget').waitFor({ state: 'detached' });
  });

  it('names and fields are proposed, with what they are', async () => {
    const { page } = workbench;
    await goBehind(workbench, ACCOUNT);
    for (const _ of 'assistant-gateway') await page.keyboard.press('Backspace');
    const widget = page.locator('.suggest-widget');
    await until(workbench, () => page.keyboard.press('ControlOrMeta+Space'), widget.getByText('assistant-worker'));
    await pictures('completion-names', '.suggest-widget.visible');
    await page.keyboard.type('assistant-gateway');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.keyboard.type('t');
    const documentation = page.locator('.suggest-details-container .suggest-details');
    const describe = async (): Promise<void> => {
      await page.keyboard.press('ControlOrMeta+Space');
      await widget.getByText('terminationGracePeriodSeconds').first().waitFor();
      if (!(await documentation.isVisible())) await page.keyboard.press('ControlOrMeta+Space');
    };
    await until(workbench, describe, documentation);
    await pictures('completion', '.suggest-widget.visible');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+Shift+K');
    await line(workbench, ACCOUNT).waitFor();
  });

  it('what a workload lacks is written, here or in a file of its own', async () => {
    const { page, workspace } = workbench;
    const file = join(workspace, 'budgets.yaml');
    const budgets = (await readFile(file, 'utf8')).split('---\n');
    await writeFile(file, budgets.filter((text) => !text.includes('gateway')).join('---\n'));
    const fix = page
      .locator('.action-widget')
      .getByText(/PodDisruptionBudget .*in a new file beside it/)
      .first();
    const openMenu = async (): Promise<void> => {
      await page.keyboard.press('ControlOrMeta+Home');
      await clickOn(workbench, 'assistant-gateway');
      await page.keyboard.press('ControlOrMeta+.');
    };
    await until(workbench, openMenu, fix);
    await pictures('companion', '.action-widget');
    await fix.click();
    await page.locator('.monaco-list-row', { hasText: 'assistant-gateway-pdb.yaml' }).waitFor();
  });

  it('a name is renamed with all that uses it', async () => {
    const { page, workspace } = workbench;
    await goBehind(workbench, ACCOUNT);
    const box = page.locator('.rename-box input').first();
    await until(workbench, () => page.keyboard.press('F2'), box);
    assert.equal(await box.inputValue(), 'assistant-gateway');
    await box.fill('assistant-edge');
    await pictures('rename', '.rename-box');
    const file = join(workspace, 'accounts.yaml');
    const renamed = (await readFile(file, 'utf8')).replace('name: assistant-gateway', 'name: assistant-edge');
    await box.press('Enter');
    await line(workbench, 'serviceAccountName: assistant-edge').waitFor();
    // VS Code saves the other files that a rename changes.
    assert.equal(await readUntil(file, renamed), renamed);
  });
});
