"""What exported lists say for the codes of the tasks service."""

STATES = {
    "assigned": "待接受",
    "accepted": "办理中",
    "objected": "异议待裁定",
    "submitted": "已提交，待区级审核",
    "returned": "已退回，待重新提交",
    "confirmed-self": "上级任务牵头单位已确认",
    "confirmed-district": "区级已确认",
    "confirmed-city": "市级已确认",
    "confirmed-province": "省级已确认",
}
ORIGINS = {
    "item": "考评内容",
    "decision": "议定事项",
    "need": "军地需求",
    "finding": "督查问题",
    "instruction": "批示",
}
PRIORITIES = {"urgent": "特急", "ordinary": "普通", "low": "缓办"}
FINDING_STATES = {
    "held": "暗访待公布",
    "raised": "已登记",
    "ordered": "责令整改中",
    "rectified": "已整改，待核验",
    "closed": "整改已销号",
    "withdrawn": "申诉成立，已撤销",
}
COLOURS = {"blue": "蓝", "orange": "橙", "red": "红"}
INSPECTIONS = {"special": "专项督查", "routine": "日常检查", "covert": "明察暗访"}
UNIT_KINDS = {
    "office": "办公室",
    "department": "部门",
    "township": "乡镇街道",
    "garrison": "驻军单位",
    "community": "村社区",
}
ROLES = {
    "city_office": "市双拥办",
    "district_office": "区双拥办",
    "unit": "单位联系人",
    "field": "外勤人员",
    "inspector": "督查人员",
    "reviewer": "审核人员",
    "province_reviewer": "省级审核人员",
    "leader": "领导",
    "operations": "运维人员",
}
SIDES = {"army": "军队", "civil": "地方"}
NEED_STATES = {
    "raised": "待双方确认",
    "confirmed": "双方已确认",
    "accepted": "已列入责任清单",
    "met": "双方确认已满足",
    "declined": "未予列入",
}
