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
  format {text 256},
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
  t.format,
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
  t.format,
  t.category,
  t.language,
  t.duration_seconds,
  t.published_on,
  t.is_available
from {s}runs as r
inner join {s}items_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}item_categories_rows (
  publication bigint not null,
  item_id {text 256} not null,
  category {text 256} not null,
  position int not null,
  primary key (publication, item_id, category)
);

create or replace view {s}item_categories_by_run as
select
  r.run_id,
  r.run_date,
  t.item_id,
  t.category,
  t.position
from {s}runs as r
inner join {s}item_categories_rows as t on t.publication = r.publication;

create or replace view {s}item_categories as
select
  r.run_id,
  r.run_date,
  t.item_id,
  t.category,
  t.position
from {s}runs as r
inner join {s}item_categories_rows as t on t.publication = r.publication
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

create table if not exists {s}row_counts_rows (
  publication bigint not null,
  source {text 700} not null,
  input {text 16} not null,
  row_count bigint not null,
  kept_count bigint not null,
  rejected_count bigint not null,
  duplicate_count bigint not null,
  conflict_count bigint not null,
  left_out_count bigint not null,
  primary key (publication, source, input)
);

create or replace view {s}row_counts_by_run as
select
  r.run_id,
  r.run_date,
  t.source,
  t.input,
  t.row_count,
  t.kept_count,
  t.rejected_count,
  t.duplicate_count,
  t.conflict_count,
  t.left_out_count
from {s}runs as r
inner join {s}row_counts_rows as t on t.publication = r.publication;

create or replace view {s}row_counts as
select
  r.run_id,
  r.run_date,
  t.source,
  t.input,
  t.row_count,
  t.kept_count,
  t.rejected_count,
  t.duplicate_count,
  t.conflict_count,
  t.left_out_count
from {s}runs as r
inner join {s}row_counts_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}list_issues_rows (
  publication bigint not null,
  "system" {text 64} not null,
  issue {text 256} not null,
  row_count bigint not null,
  first_place_count bigint not null,
  example {text 1100} not null,
  primary key (publication, "system", issue)
);

create or replace view {s}list_issues_by_run as
select
  r.run_id,
  r.run_date,
  t."system",
  t.issue,
  t.row_count,
  t.first_place_count,
  t.example
from {s}runs as r
inner join {s}list_issues_rows as t on t.publication = r.publication;

create or replace view {s}list_issues as
select
  r.run_id,
  r.run_date,
  t."system",
  t.issue,
  t.row_count,
  t.first_place_count,
  t.example
from {s}runs as r
inner join {s}list_issues_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}hit_overlap_rows (
  publication bigint not null,
  reference {text 64} not null,
  "system" {text 64} not null,
  k int not null,
  found_by {text 64} not null,
  user_count bigint not null,
  item_count bigint not null,
  recall_share double precision not null,
  watch_seconds bigint not null,
  completed_count bigint not null,
  liked_count bigint not null,
  primary key (publication, reference, "system", k, found_by)
);

create or replace view {s}hit_overlap_by_run as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.k,
  t.found_by,
  t.user_count,
  t.item_count,
  t.recall_share,
  t.watch_seconds,
  t.completed_count,
  t.liked_count
from {s}runs as r
inner join {s}hit_overlap_rows as t on t.publication = r.publication;

create or replace view {s}hit_overlap as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.k,
  t.found_by,
  t.user_count,
  t.item_count,
  t.recall_share,
  t.watch_seconds,
  t.completed_count,
  t.liked_count
from {s}runs as r
inner join {s}hit_overlap_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}content_discovery_rows (
  publication bigint not null,
  reference {text 64} not null,
  "system" {text 64} not null,
  only_in {text 64} not null,
  kind {text 64} not null,
  place_count bigint not null,
  item_count bigint not null,
  user_count bigint not null,
  judged_place_count bigint not null,
  hit_count bigint not null,
  watch_seconds bigint not null,
  completed_count bigint not null,
  primary key (publication, reference, "system", only_in, kind)
);

create or replace view {s}content_discovery_by_run as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.only_in,
  t.kind,
  t.place_count,
  t.item_count,
  t.user_count,
  t.judged_place_count,
  t.hit_count,
  t.watch_seconds,
  t.completed_count
from {s}runs as r
inner join {s}content_discovery_rows as t on t.publication = r.publication;

create or replace view {s}content_discovery as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.only_in,
  t.kind,
  t.place_count,
  t.item_count,
  t.user_count,
  t.judged_place_count,
  t.hit_count,
  t.watch_seconds,
  t.completed_count
from {s}runs as r
inner join {s}content_discovery_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}run_history_rows (
  publication bigint not null,
  "system" {text 64} not null,
  figure {text 64} not null,
  k int not null,
  judged_days int not null,
  figure_value double precision not null,
  earlier_run_date date,
  earlier_value double precision,
  primary key (publication, "system", figure)
);

create or replace view {s}run_history_by_run as
select
  r.run_id,
  r.run_date,
  t."system",
  t.figure,
  t.k,
  t.judged_days,
  t.figure_value,
  t.earlier_run_date,
  t.earlier_value
from {s}runs as r
inner join {s}run_history_rows as t on t.publication = r.publication;

create or replace view {s}run_history as
select
  r.run_id,
  r.run_date,
  t."system",
  t.figure,
  t.k,
  t.judged_days,
  t.figure_value,
  t.earlier_run_date,
  t.earlier_value
from {s}runs as r
inner join {s}run_history_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}list_churn_rows (
  publication bigint not null,
  "system" {text 64} not null,
  earlier_run_date date not null,
  user_count bigint not null,
  new_user_count bigint not null,
  gone_user_count bigint not null,
  self_overlap double precision,
  same_first_share double precision,
  primary key (publication, "system")
);

create or replace view {s}list_churn_by_run as
select
  r.run_id,
  r.run_date,
  t."system",
  t.earlier_run_date,
  t.user_count,
  t.new_user_count,
  t.gone_user_count,
  t.self_overlap,
  t.same_first_share
from {s}runs as r
inner join {s}list_churn_rows as t on t.publication = r.publication;

create or replace view {s}list_churn as
select
  r.run_id,
  r.run_date,
  t."system",
  t.earlier_run_date,
  t.user_count,
  t.new_user_count,
  t.gone_user_count,
  t.self_overlap,
  t.same_first_share
from {s}runs as r
inner join {s}list_churn_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}recommendations_rows (
  publication bigint not null,
  "system" {text 64} not null,
  user_id {text 256} not null,
  "rank" int not null,
  item_id {text 256} not null,
  score double precision,
  reason {text 256} not null,
  proposed_by {text 64},
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
  t.reason,
  t.proposed_by
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
  t.reason,
  t.proposed_by
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
  completed_count bigint not null,
  liked_count bigint not null,
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
  t.watch_seconds,
  t.completed_count,
  t.liked_count
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
  t.watch_seconds,
  t.completed_count,
  t.liked_count
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
  reference {text 64} not null,
  "system" {text 64} not null,
  user_id {text 256} not null,
  item_id {text 256} not null,
  reference_rank int,
  system_rank int,
  shift int,
  movement {text 64} not null,
  primary key (publication, reference, "system", user_id, item_id)
);

create or replace view {s}rank_shifts_by_run as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.user_id,
  t.item_id,
  t.reference_rank,
  t.system_rank,
  t.shift,
  t.movement
from {s}runs as r
inner join {s}rank_shifts_rows as t on t.publication = r.publication;

create or replace view {s}rank_shifts as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.user_id,
  t.item_id,
  t.reference_rank,
  t.system_rank,
  t.shift,
  t.movement
from {s}runs as r
inner join {s}rank_shifts_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}recommendation_overlap_rows (
  publication bigint not null,
  reference {text 64} not null,
  "system" {text 64} not null,
  user_id {text 256} not null,
  k int not null,
  reference_count int not null,
  system_count int not null,
  common_count int not null,
  overlap double precision not null,
  jaccard double precision not null,
  rbo double precision not null,
  kendall double precision not null,
  footrule double precision not null,
  primary key (publication, reference, "system", user_id, k)
);

create or replace view {s}recommendation_overlap_by_run as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.user_id,
  t.k,
  t.reference_count,
  t.system_count,
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
  t.reference,
  t."system",
  t.user_id,
  t.k,
  t.reference_count,
  t.system_count,
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
  reference {text 64} not null,
  "system" {text 64} not null,
  segment {text 300} not null,
  metric {text 64} not null,
  k int not null,
  user_count bigint not null,
  reference_value double precision,
  system_value double precision,
  difference double precision,
  agreement double precision,
  ci_low double precision,
  ci_high double precision,
  p_value double precision,
  adjusted_p_value double precision,
  gained_count bigint,
  lost_count bigint,
  detectable_difference double precision,
  users_needed bigint,
  verdict {text 256} not null,
  primary key (publication, reference, "system", segment, metric, k)
);

create or replace view {s}comparison_summary_by_run as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.segment,
  t.metric,
  t.k,
  t.user_count,
  t.reference_value,
  t.system_value,
  t.difference,
  t.agreement,
  t.ci_low,
  t.ci_high,
  t.p_value,
  t.adjusted_p_value,
  t.gained_count,
  t.lost_count,
  t.detectable_difference,
  t.users_needed,
  t.verdict
from {s}runs as r
inner join {s}comparison_summary_rows as t on t.publication = r.publication;

create or replace view {s}comparison_summary as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.segment,
  t.metric,
  t.k,
  t.user_count,
  t.reference_value,
  t.system_value,
  t.difference,
  t.agreement,
  t.ci_low,
  t.ci_high,
  t.p_value,
  t.adjusted_p_value,
  t.gained_count,
  t.lost_count,
  t.detectable_difference,
  t.users_needed,
  t.verdict
from {s}runs as r
inner join {s}comparison_summary_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}cost_summary_rows (
  publication bigint not null,
  reference {text 64} not null,
  "system" {text 64} not null,
  monthly_cost double precision not null,
  cost_source {text 64} not null,
  extra_hours double precision not null,
  extra_hours_low double precision not null,
  extra_hours_high double precision not null,
  cost_per_hour double precision,
  cost_per_hour_low double precision,
  cost_per_hour_high double precision,
  break_even_minutes double precision,
  primary key (publication, reference, "system")
);

create or replace view {s}cost_summary_by_run as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.monthly_cost,
  t.cost_source,
  t.extra_hours,
  t.extra_hours_low,
  t.extra_hours_high,
  t.cost_per_hour,
  t.cost_per_hour_low,
  t.cost_per_hour_high,
  t.break_even_minutes
from {s}runs as r
inner join {s}cost_summary_rows as t on t.publication = r.publication;

create or replace view {s}cost_summary as
select
  r.run_id,
  r.run_date,
  t.reference,
  t."system",
  t.monthly_cost,
  t.cost_source,
  t.extra_hours,
  t.extra_hours_low,
  t.extra_hours_high,
  t.cost_per_hour,
  t.cost_per_hour_low,
  t.cost_per_hour_high,
  t.break_even_minutes
from {s}runs as r
inner join {s}cost_summary_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}engagement_by_source_rows (
  publication bigint not null,
  source {text 200} not null,
  segment {text 300} not null,
  metric {text 64} not null,
  impression_count bigint not null,
  user_count bigint not null,
  metric_value double precision not null,
  ci_low double precision,
  ci_high double precision,
  primary key (publication, source, segment, metric)
);

create or replace view {s}engagement_by_source_by_run as
select
  r.run_id,
  r.run_date,
  t.source,
  t.segment,
  t.metric,
  t.impression_count,
  t.user_count,
  t.metric_value,
  t.ci_low,
  t.ci_high
from {s}runs as r
inner join {s}engagement_by_source_rows as t on t.publication = r.publication;

create or replace view {s}engagement_by_source as
select
  r.run_id,
  r.run_date,
  t.source,
  t.segment,
  t.metric,
  t.impression_count,
  t.user_count,
  t.metric_value,
  t.ci_low,
  t.ci_high
from {s}runs as r
inner join {s}engagement_by_source_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}experiment_summary_rows (
  publication bigint not null,
  control {text 200} not null,
  treatment {text 200} not null,
  segment {text 300} not null,
  metric {text 64} not null,
  kind {text 64} not null,
  first_on date not null,
  last_on date not null,
  control_user_count bigint not null,
  treatment_user_count bigint not null,
  control_value double precision not null,
  treatment_value double precision not null,
  difference double precision not null,
  ci_low double precision,
  ci_high double precision,
  relative_difference double precision,
  relative_ci_low double precision,
  relative_ci_high double precision,
  p_value double precision,
  cuped_difference double precision,
  cuped_ci_low double precision,
  cuped_ci_high double precision,
  cuped_p_value double precision,
  adjusted_p_value double precision,
  always_valid_low double precision,
  always_valid_high double precision,
  detectable_difference double precision,
  users_needed bigint,
  verdict {text 256} not null,
  primary key (publication, control, treatment, segment, metric)
);

create or replace view {s}experiment_summary_by_run as
select
  r.run_id,
  r.run_date,
  t.control,
  t.treatment,
  t.segment,
  t.metric,
  t.kind,
  t.first_on,
  t.last_on,
  t.control_user_count,
  t.treatment_user_count,
  t.control_value,
  t.treatment_value,
  t.difference,
  t.ci_low,
  t.ci_high,
  t.relative_difference,
  t.relative_ci_low,
  t.relative_ci_high,
  t.p_value,
  t.cuped_difference,
  t.cuped_ci_low,
  t.cuped_ci_high,
  t.cuped_p_value,
  t.adjusted_p_value,
  t.always_valid_low,
  t.always_valid_high,
  t.detectable_difference,
  t.users_needed,
  t.verdict
from {s}runs as r
inner join {s}experiment_summary_rows as t on t.publication = r.publication;

create or replace view {s}experiment_summary as
select
  r.run_id,
  r.run_date,
  t.control,
  t.treatment,
  t.segment,
  t.metric,
  t.kind,
  t.first_on,
  t.last_on,
  t.control_user_count,
  t.treatment_user_count,
  t.control_value,
  t.treatment_value,
  t.difference,
  t.ci_low,
  t.ci_high,
  t.relative_difference,
  t.relative_ci_low,
  t.relative_ci_high,
  t.p_value,
  t.cuped_difference,
  t.cuped_ci_low,
  t.cuped_ci_high,
  t.cuped_p_value,
  t.adjusted_p_value,
  t.always_valid_low,
  t.always_valid_high,
  t.detectable_difference,
  t.users_needed,
  t.verdict
from {s}runs as r
inner join {s}experiment_summary_rows as t on t.publication = r.publication
where r.run_date = (select max(n.run_date) from {s}runs as n);

create table if not exists {s}experiment_checks_rows (
  publication bigint not null,
  control {text 200} not null,
  treatment {text 200} not null,
  check_name {text 200} not null,
  checked_value double precision,
  threshold double precision,
  status {text 64} not null,
  message {text 2000} not null,
  primary key (publication, control, treatment, check_name)
);

create or replace view {s}experiment_checks_by_run as
select
  r.run_id,
  r.run_date,
  t.control,
  t.treatment,
  t.check_name,
  t.checked_value,
  t.threshold,
  t.status,
  t.message
from {s}runs as r
inner join {s}experiment_checks_rows as t on t.publication = r.publication;

create or replace view {s}experiment_checks as
select
  r.run_id,
  r.run_date,
  t.control,
  t.treatment,
  t.check_name,
  t.checked_value,
  t.threshold,
  t.status,
  t.message
from {s}runs as r
inner join {s}experiment_checks_rows as t on t.publication = r.publication
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
