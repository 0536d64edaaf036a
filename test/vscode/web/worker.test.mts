import assert from 'node:assert/strict';
import { chooseHost } from '../host/host.mts';
import type { Workbench } from '../ui/workbench.mts';
import { hoverOver, line, openWorkbench } from '../ui/workbench.mts';

describe('In a worker of the browser', () => {
  let workbench: Workbench;

  before(async () => {
    const { openWorkerWindow } = await chooseHost();
    assert.ok(openWorkerWindow);
    workbench = await openWorkbench('api.yaml', openWorkerWindow);
  });

  after(() => workbench?.close());

  it('findings are underlined', async () => {
    await workbench.editor.locator('.squiggly-warning').first().waitFor();
  });

  it('the sizing is in the hint and the hover', async () => {
    await line(workbench, 'replicas').getByText('20-40 conversations').waitFor();
    await hoverOver(workbench, 'replicas', 'carries');
  });
});
