import { z } from 'zod';
import { settingsSchema } from './schema.js';
import { settingNotes } from './setting-notes.js';
/** Every setting, in the order of the schema. */
export const SETTINGS = collect(settingsSchema, []);
/** The names of groups and settings at a path of the schema; undefined where no group stands. */
export function namesAt(path) {
    let group = settingsSchema;
    for (const name of path) {
        const next = group instanceof z.ZodObject ? childOf(group, name) : undefined;
        if (next === undefined)
            return undefined;
        group = next;
    }
    return group instanceof z.ZodObject ? Object.keys(group.shape) : undefined;
}
/** The setting whose dotted path this is. */
export function settingOf(key) {
    return SETTINGS.find((setting) => setting.key === key);
}
function childOf(group, name) {
    return childrenOf(group).find(([key]) => key === name)?.[1];
}
function childrenOf(group) {
    return Object.entries(group.shape).flatMap(([name, child]) => (child instanceof z.ZodType ? [[name, child]] : []));
}
function collect(group, path) {
    return childrenOf(group).flatMap(([name, child]) => {
        const childPath = [...path, name];
        if (child instanceof z.ZodObject)
            return collect(child, childPath);
        const notes = settingNotes.get(child);
        if (notes === undefined)
            throw new Error(`the setting ${childPath.join('.')} has no notes in the schema`);
        return [describeSetting(childPath, child, notes)];
    });
}
function describeSetting(path, schema, notes) {
    const snake = path.map(snakeCase).join('_');
    const words = snake.split('_');
    return {
        path,
        key: path.join('.'),
        flag: `--${words.join('-')}`,
        flagName: words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(''),
        environmentName: notes.environmentName ?? `TUNNELWATCH_${snake.toUpperCase()}`,
        schema,
        notes,
        defaultValue: schema.parse(undefined),
    };
}
function snakeCase(name) {
    return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
//# sourceMappingURL=setting-list.js.map