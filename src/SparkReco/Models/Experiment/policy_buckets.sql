-- purpose: what each system's lists would have got of impressions that were shown by chance, summed for each bucket of users
-- grain:   system, bucket
-- A round is an impression from the run date on that logs the chance with which it was shown, of a user with a list. A system is taken to
-- show one of the first k items of its list, each as often as the others: its weight is that chance by the one logged, 10,000 at most.
-- Delivered lists, whose reason is the system that delivered them, are left out: nobody was shown them.
-- The model of rewards is the item's click rate over all rounds, and that of all items where an item was never shown. w and wr are in
-- thousandths, ww in ten-thousandths, modelled and residual in millionths: whole numbers, so that all engines have the same.

with
rounds as (
  select
    user_id,
    item_id,
    propensity_ppm,
    sum(impression_count) as round_count,
    sum(click_count) as click_count
  from impression_outcomes
  where propensity_ppm is not null and shown_on >= :run_date and shown_on < date_add(:run_date, :horizon_days)
  group by user_id, item_id, propensity_ppm
),

overall as (
  select cast(floor(1e6 * sum(click_count) / nullif(sum(round_count), 0)) as bigint) as rate
  from rounds
),

item_rates as (
  select item_id, cast(floor(1e6 * sum(click_count) / nullif(sum(round_count), 0)) as bigint) as rate
  from rounds
  group by item_id
),

shown_users as (
  select distinct user_id
  from rounds
),

places as (
  select
    r.system,
    r.user_id,
    r.item_id,
    count(*) over (partition by r.system, r.user_id) as place_count,
    coalesce(i.rate, o.rate) as rate
  from recommendations as r
  semi join shown_users as u on u.user_id = r.user_id
  cross join overall as o
  left join item_rates as i on i.item_id = r.item_id
  where r.rank <= :main_k and r.system <> r.reason || '_delivered'
),

lists as (
  select system, user_id, cast(floor(cast(sum(rate) as double) / nullif(count(*), 0)) as bigint) as rate
  from places
  group by system, user_id
),

weighted as (
  select
    l.system,
    r.user_id,
    r.round_count,
    r.click_count,
    l.rate * r.round_count as modelled,
    i.rate,
    case
      when p.item_id is null then 0
      else least(10000000, cast(floor(1e9 / nullif(p.place_count * cast(r.propensity_ppm as bigint), 0)) as bigint))
    end as weight
  from rounds as r
  inner join lists as l on l.user_id = r.user_id
  inner join item_rates as i on i.item_id = r.item_id
  left join places as p on p.system = l.system and p.user_id = r.user_id and p.item_id = r.item_id
)

select
  cast(system as string) as system,
  cast(pmod(cast(conv(substr(md5(user_id), 1, 15), 16, 10) as bigint), 1024) as int) as bucket,
  cast(sum(round_count) as bigint) as round_count,
  cast(sum(click_count) as bigint) as click_count,
  cast(sum(case when weight > 0 then round_count else 0 end) as bigint) as match_count,
  cast(sum(case when weight > 0 then click_count else 0 end) as bigint) as match_click_count,
  cast(sum(weight * round_count) as bigint) as w,
  cast(sum(weight * click_count) as bigint) as wr,
  cast(sum(cast(floor(weight * weight / 1e2) as bigint) * round_count) as bigint) as ww,
  cast(sum(modelled) as bigint) as modelled,
  cast(sum(cast(floor(weight * (click_count * 1000000 - rate * round_count) / 1e3) as bigint)) as bigint) as residual,
  cast(max(weight) as bigint) as largest_weight
from weighted
group by system, pmod(cast(conv(substr(md5(user_id), 1, 15), 16, 10) as bigint), 1024)
