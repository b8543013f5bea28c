import { z } from 'zod';
import type { PackedPackage } from '../../config/packedPackages.ts';

const componentSchema = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string(), purl: z.string() });
const dependencySchema = z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) });
/** CycloneDX 1.5 as `npm sbom` writes it, as far as it is looked into here. */
const sbomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(dependencySchema),
});
export type Sbom = z.infer<typeof sbomSchema>;

/** Reads what `npm sbom --sbom-format cyclonedx` prints. Throws where it is something else. */
export function sbomFrom(text: string): Sbom {
  return sbomSchema.parse(JSON.parse(text));
}

/**
 * Of all that npm installs, what the program is made of: the packages whose code is in the bundles, whether package.json
 * names them as needed for running or for building alone (the page is built from the latter). Throws for a package of the
 * bundles that npm does not know: a bill that lacks one is worse than none.
 */
export function sbomOf(all: Sbom, packed: readonly PackedPackage[], program: { readonly name: string; readonly version: string }): Sbom {
  const wanted = new Set(packed.map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter(({ name, version }) => wanted.has(`${name}@${version}`));
  const found = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const missing = [...wanted].filter((each) => !found.has(each));
  if (missing.length > 0) throw new Error(`in the bundles, but not in what npm installs: ${missing.join(', ')}`);
  const root = all.metadata.component['bom-ref'];
  const refs = new Set([root, ...components.map((component) => component['bom-ref'])]);
  const inside = all.dependencies.filter(({ ref }) => refs.has(ref)).map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => refs.has(ref)) }));
  const component = { ...all.metadata.component, type: 'application', name: program.name, version: program.version };
  return {
    ...all,
    metadata: { ...all.metadata, component },
    // What is in the bundles is shipped, whatever package.json calls it.
    components: components.map((each) => ({ ...each, scope: 'required' })),
    dependencies: inside,
  };
}
