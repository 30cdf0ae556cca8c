-- purpose: version 1 of a sink's tables and views
-- remarks: {s} is what keeps the names apart; rows are those of publications, and a publication is seen when 'runs' has it. Keys
--          begin with what an application asks by, so that a user's list is one range of the key.

create table if not exists {s}runs (
  publication {counter},
  run_id {text 100} not null,
  run_date date not null,
  published_at_ms bigint not null,
  content {text 64} not null,
  engine {text 256} not null,
  settings_hash {text 64} not null,
  unique (run_date)
);

create table if not exists {s}run_tables (
  publication bigint not null,
  table_name {text 64} not null,
  row_count bigint not null,
  primary key (publication, table_name)
);

create table if not exists {s}retired_runs (
  publication bigint not null,
  primary key (publication)
);

create table if not exists {s}items_rows (
  publication bigint not null,
  item_id {text 256} not null,
  content_type {text 64} not null,
  title {text 1000} not null,
  category {text 256},
  language {text 256},
  duration_seconds bigint,
  published_on date,
  is_available boolean not null,
  primary key (publication, item_id)
);

create or replace view {s}items_by_run as
select
  r.run_id,
  r.run_date,
  t.item_id,
  t.content_type,
  t.title,
  t.category,
  t.language,
  t.duration_seconds,
  t.published_on,
  t.is_available
from {s}runs as r
inner join {s}items_rows as t on t.publication = r.publication;

create or replace view {s}items as
select
  r.run_id,
  r.run_date,
  t.item_id,
  t.content_type,
  t.title,
  t.category,
  t.language,
  t.duration_seconds,
  t.published_on,
  t.is_available
from {s}runs as r
inner join {s}items_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}item_popularity_rows (
  publication bigint not null,
  segment {text 300} not null,
  "rank" int not null,
  item_id {text 256} not null,
  score bigint not null,
  user_count bigint not null,
  primary key (publication, segment, "rank")
);

create or replace view {s}item_popularity_by_run as
select
  r.run_id,
  r.run_date,
  t.segment,
  t."rank",
  t.item_id,
  t.score,
  t.user_count
from {s}runs as r
inner join {s}item_popularity_rows as t on t.publication = r.publication;

create or replace view {s}item_popularity as
select
  r.run_id,
  r.run_date,
  t.segment,
  t."rank",
  t.item_id,
  t.score,
  t.user_count
from {s}runs as r
inner join {s}item_popularity_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}item_neighbors_rows (
  publication bigint not null,
  item_id {text 256} not null,
  "rank" int not null,
  neighbor_id {text 256} not null,
  similarity bigint not null,
  support bigint not null,
  primary key (publication, item_id, "rank")
);

create or replace view {s}item_neighbors_by_run as
select
  r.run_id,
  r.run_date,
  t.item_id,
  t."rank",
  t.neighbor_id,
  t.similarity,
  t.support
from {s}runs as r
inner join {s}item_neighbors_rows as t on t.publication = r.publication;

create or replace view {s}item_neighbors as
select
  r.run_id,
  r.run_date,
  t.item_id,
  t."rank",
  t.neighbor_id,
  t.similarity,
  t.support
from {s}runs as r
inner join {s}item_neighbors_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}recommendations_rows (
  publication bigint not null,
  "system" {text 64} not null,
  user_id {text 256} not null,
  "rank" int not null,
  item_id {text 256} not null,
  score double precision,
  reason {text 256} not null,
  primary key (publication, user_id, "system", "rank")
);

create or replace view {s}recommendations_by_run as
select
  r.run_id,
  r.run_date,
  t."system",
  t.user_id,
  t."rank",
  t.item_id,
  t.score,
  t.reason
from {s}runs as r
inner join {s}recommendations_rows as t on t.publication = r.publication;

create or replace view {s}recommendations as
select
  r.run_id,
  r.run_date,
  t."system",
  t.user_id,
  t."rank",
  t.item_id,
  t.score,
  t.reason
from {s}runs as r
inner join {s}recommendations_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}recommendation_quality_rows (
  publication bigint not null,
  "system" {text 64} not null,
  user_id {text 256} not null,
  k int not null,
  truth_count int not null,
  hit_count int not null,
  hit_rate double precision not null,
  "precision" double precision not null,
  recall double precision not null,
  ndcg double precision not null,
  average_precision double precision not null,
  reciprocal_rank double precision not null,
  watch_seconds bigint not null,
  primary key (publication, user_id, "system", k)
);

create or replace view {s}recommendation_quality_by_run as
select
  r.run_id,
  r.run_date,
  t."system",
  t.user_id,
  t.k,
  t.truth_count,
  t.hit_count,
  t.hit_rate,
  t."precision",
  t.recall,
  t.ndcg,
  t.average_precision,
  t.reciprocal_rank,
  t.watch_seconds
from {s}runs as r
inner join {s}recommendation_quality_rows as t on t.publication = r.publication;

create or replace view {s}recommendation_quality as
select
  r.run_id,
  r.run_date,
  t."system",
  t.user_id,
  t.k,
  t.truth_count,
  t.hit_count,
  t.hit_rate,
  t."precision",
  t.recall,
  t.ndcg,
  t.average_precision,
  t.reciprocal_rank,
  t.watch_seconds
from {s}runs as r
inner join {s}recommendation_quality_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}evaluation_summary_rows (
  publication bigint not null,
  "system" {text 64} not null,
  segment {text 300} not null,
  metric {text 64} not null,
  k int not null,
  user_count bigint not null,
  metric_value double precision not null,
  ci_low double precision,
  ci_high double precision,
  over_popularity double precision,
  over_popularity_ci_low double precision,
  over_popularity_ci_high double precision,
  primary key (publication, "system", segment, metric, k)
);

create or replace view {s}evaluation_summary_by_run as
select
  r.run_id,
  r.run_date,
  t."system",
  t.segment,
  t.metric,
  t.k,
  t.user_count,
  t.metric_value,
  t.ci_low,
  t.ci_high,
  t.over_popularity,
  t.over_popularity_ci_low,
  t.over_popularity_ci_high
from {s}runs as r
inner join {s}evaluation_summary_rows as t on t.publication = r.publication;

create or replace view {s}evaluation_summary as
select
  r.run_id,
  r.run_date,
  t."system",
  t.segment,
  t.metric,
  t.k,
  t.user_count,
  t.metric_value,
  t.ci_low,
  t.ci_high,
  t.over_popularity,
  t.over_popularity_ci_low,
  t.over_popularity_ci_high
from {s}runs as r
inner join {s}evaluation_summary_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}rank_shifts_rows (
  publication bigint not null,
  user_id {text 256} not null,
  item_id {text 256} not null,
  baseline_rank int,
  personalize_rank int,
  shift int,
  movement {text 64} not null,
  primary key (publication, user_id, item_id)
);

create or replace view {s}rank_shifts_by_run as
select
  r.run_id,
  r.run_date,
  t.user_id,
  t.item_id,
  t.baseline_rank,
  t.personalize_rank,
  t.shift,
  t.movement
from {s}runs as r
inner join {s}rank_shifts_rows as t on t.publication = r.publication;

create or replace view {s}rank_shifts as
select
  r.run_id,
  r.run_date,
  t.user_id,
  t.item_id,
  t.baseline_rank,
  t.personalize_rank,
  t.shift,
  t.movement
from {s}runs as r
inner join {s}rank_shifts_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}recommendation_overlap_rows (
  publication bigint not null,
  user_id {text 256} not null,
  k int not null,
  baseline_count int not null,
  personalize_count int not null,
  common_count int not null,
  overlap double precision not null,
  jaccard double precision not null,
  rbo double precision not null,
  kendall double precision not null,
  footrule double precision not null,
  primary key (publication, user_id, k)
);

create or replace view {s}recommendation_overlap_by_run as
select
  r.run_id,
  r.run_date,
  t.user_id,
  t.k,
  t.baseline_count,
  t.personalize_count,
  t.common_count,
  t.overlap,
  t.jaccard,
  t.rbo,
  t.kendall,
  t.footrule
from {s}runs as r
inner join {s}recommendation_overlap_rows as t on t.publication = r.publication;

create or replace view {s}recommendation_overlap as
select
  r.run_id,
  r.run_date,
  t.user_id,
  t.k,
  t.baseline_count,
  t.personalize_count,
  t.common_count,
  t.overlap,
  t.jaccard,
  t.rbo,
  t.kendall,
  t.footrule
from {s}runs as r
inner join {s}recommendation_overlap_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}comparison_summary_rows (
  publication bigint not null,
  segment {text 300} not null,
  metric {text 64} not null,
  k int not null,
  user_count bigint not null,
  baseline double precision,
  personalize double precision,
  difference double precision,
  agreement double precision,
  ci_low double precision,
  ci_high double precision,
  p_value double precision,
  adjusted_p_value double precision,
  verdict {text 256} not null,
  primary key (publication, segment, metric, k)
);

create or replace view {s}comparison_summary_by_run as
select
  r.run_id,
  r.run_date,
  t.segment,
  t.metric,
  t.k,
  t.user_count,
  t.baseline,
  t.personalize,
  t.difference,
  t.agreement,
  t.ci_low,
  t.ci_high,
  t.p_value,
  t.adjusted_p_value,
  t.verdict
from {s}runs as r
inner join {s}comparison_summary_rows as t on t.publication = r.publication;

create or replace view {s}comparison_summary as
select
  r.run_id,
  r.run_date,
  t.segment,
  t.metric,
  t.k,
  t.user_count,
  t.baseline,
  t.personalize,
  t.difference,
  t.agreement,
  t.ci_low,
  t.ci_high,
  t.p_value,
  t.adjusted_p_value,
  t.verdict
from {s}runs as r
inner join {s}comparison_summary_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create or replace view {s}user_lists as
select
  r.run_id,
  r.run_date,
  t.user_id,
  t."system",
  t."rank",
  t.item_id,
  i.title,
  i.content_type,
  t.score,
  t.reason
from {s}runs as r
inner join {s}recommendations_rows as t on t.publication = r.publication
left join {s}items_rows as i on i.publication = t.publication and i.item_id = t.item_id
where r.run_date = (select max(n.run_date) from {s}runs as n);

create or replace view {s}user_lists_side_by_side as
select
  l.run_id,
  l.run_date,
  l.user_id,
  l."rank",
  max(case when l."system" = 'baseline' then l.item_id end) as baseline_item_id,
  max(case when l."system" = 'baseline' then l.title end) as baseline_title,
  max(case when l."system" = 'personalize' then l.item_id end) as personalize_item_id,
  max(case when l."system" = 'personalize' then l.title end) as personalize_title
from {s}user_lists as l
group by l.run_id, l.run_date, l.user_id, l."rank";
