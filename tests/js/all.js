// Runs the tests of the files it is given in one process: traces are read once, and 40 starts of Node are saved.

for (const file of process.argv.slice(2)) await import(new URL(file, `file://${process.cwd()}/`).href);
