import { readFile, writeFile } from 'node:fs/promises';

/** Never changed: by it Windows knows the entry of an earlier version. */
const component = '<Component Id="CommandOnPath" Guid="B0B1D5C8-3E0A-4D6B-9C7E-6A5C8B0F2D41" KeyPath="yes"><Environment Id="CommandPath" Name="PATH" Value="[APPLICATIONFOLDER]resources\\bin" Part="last" Action="set" System="yes" Permanent="no"/></Component>';
const group = /<ComponentGroup Id="ProductComponents" Directory="APPLICATIONFOLDER">/;

/** The project of an msi with the folder of the command on the PATH of all users; Windows takes it off when the program is removed. Throws where the builder's template is another than it was. */
export function withCommandOnPath(project: string): string {
  if (!group.test(project)) throw new Error('the builder’s template of an msi has no group of components any more');
  return project.replace(group, (found) => `${found}\n      ${component}`);
}

/** Called by the builder with the file of the project, before it is made. */
export async function putCommandOnPath(file: string): Promise<void> {
  await writeFile(file, withCommandOnPath(await readFile(file, 'utf8')));
}
