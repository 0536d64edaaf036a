import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workbench } from './workbench.mts';
import { clickOn, dragEdge, hoverOver, line, openWorkbench, readUntil, screenshot, until } from './workbench.mts';

const LIMITS = '            limits:\n              cpu: 1000m\n';

describe('In the window', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench('api.yaml');
    await dragEdge(workbench, 'sidebar', -110);
  });

  after(() => workbench?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed' && workbench) {
      await screenshot(workbench, `failed: ${this.currentTest.title}`.replaceAll(/\W+/g, '-'));
    }
  });

  it('the capacity is behind the replicas, and above the workload', async () => {
    const { editor } = workbench;
    await line(workbench, 'replicas').getByText('20-40 conversations').waitFor();
    await editor.locator('.contentWidgets .codelens-decoration').getByText('conversations').waitFor();
  });

  it('a finding is underlined, and listed under Problems', async () => {
    const { page, editor } = workbench;
    await editor.locator('.squiggly-warning').first().waitFor();
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'memory limit' });
    await until(workbench, () => page.keyboard.press('ControlOrMeta+Shift+M'), row);
    assert.match((await row.textContent()) ?? '', /resources\/memory-limit/);
    await dragEdge(workbench, 'panel', 110);
    await page.mouse.move(0, 0);
    await screenshot(workbench, 'problems');
    await page.keyboard.press('ControlOrMeta+J');
    await page.locator('.part.panel').waitFor({ state: 'hidden' });
  });

  it('hovering tells the sizing', async () => {
    await hoverOver(workbench, 'replicas', 'carries');
    await screenshot(workbench, 'hover');
    await workbench.page.mouse.move(0, 0);
    await workbench.page.locator('.monaco-hover').first().waitFor({ state: 'hidden' });
  });

  it('a finding is ignored for the reason that is typed, and comes back when that is undone', async () => {
    const { page, editor } = workbench;
    const ignore = page.locator('.action-widget').getByText('on this line').first();
    const openMenu = async (): Promise<void> => {
      await clickOn(workbench, 'limits');
      await page.keyboard.press('ControlOrMeta+.');
    };
    await until(workbench, openMenu, ignore);
    await ignore.click();
    await page.locator('.quick-input-widget input').waitFor();
    await page.keyboard.type('a sidecar frees it');
    await page.keyboard.press('Enter');
    await line(workbench, '# plimsoll-ignore resources/memory-limit: a sidecar frees it').waitFor();
    await editor.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+Z');
    await editor.locator('.squiggly-warning').first().waitFor();
  });

  it('the lightbulb offers the fix, and it is written and saved', async () => {
    const { page, editor, workspace } = workbench;
    const fix = page.locator('.action-widget').getByText('memory limit').first();
    const openMenu = async (): Promise<void> => {
      await clickOn(workbench, 'limits');
      await page.keyboard.press('ControlOrMeta+.');
    };
    await until(workbench, openMenu, fix);
    await screenshot(workbench, 'quick-fix');
    const file = join(workspace, 'api.yaml');
    const fixed = (await readFile(file, 'utf8')).replace(LIMITS, `${LIMITS}              memory: 2Gi\n`);
    await fix.click();
    await editor.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+S');
    assert.equal(await readUntil(file, fixed), fixed);
  });

  it('it is as readable on a light theme', async () => {
    const { page, workspace } = workbench;
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(join(workspace, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': 'Default Light Modern' }));
    await page.locator('.monaco-workbench.vs').waitFor();
    await hoverOver(workbench, 'replicas', 'carries');
    await screenshot(workbench, 'light');
  });
});
