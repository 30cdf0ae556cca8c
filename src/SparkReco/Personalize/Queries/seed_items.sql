-- purpose: the items for which Amazon Personalize names similar ones: the latest of each eligible user
-- grain:   item_id

with
ranked as (
  select
    e.item_id,
    row_number() over (partition by e.user_id order by e.last_at_ms desc, e.score desc, e.item_id) as age_rank
  from engagement as e
  inner join users as u on u.user_id = e.user_id
  where u.is_eligible
)

select distinct
  cast(item_id as string) as item_id
from ranked
where age_rank <= :seeds
order by item_id
