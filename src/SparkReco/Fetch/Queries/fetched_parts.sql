-- purpose: the files with the rows that were fetched from databases
-- grain:   a file of a source

select
  cast(source as string) as source,
  cast(path as string) as path,
  cast(size as bigint) as size,
  cast(sha256 as string) as sha256
from fetched_parts
order by source, path
